/**
 * `hebb train`: from a table to a trained, tested, saved network. What is decided is decided in
 * `src/planning`; here is the order of things and what is said along the way.
 */
import { counted } from '../core/counted.ts';
import { writeFileAtomic } from '../node/atomic-write.ts';
import { saveModel } from '../node/save-model.ts';
import type { TrainingPlan } from '../planning/plan-training.ts';
import { plannedModel } from '../planning/planned-model.ts';
import { type Command, defineCommand } from './command.ts';
import { choice, decimal, type FlagValues, names, sizes, text, toggle, whole } from './flags.ts';
import { Interruption } from './interruption.ts';
import { type LiveScore, LiveTraining } from './live-training.ts';
import { loadingLines } from './loading-lines.ts';
import { networkOf } from './network-of.ts';
import { duration } from './number-text.ts';
import { checkWritable } from './output-file.ts';
import { type InputPlan, planInput } from './plan-input.ts';
import { type Input, readInput } from './read-input.ts';
import { reportPage } from './report/report-page.ts';
import { styleOf } from './style.ts';
import type { Output, Terminal } from './terminal.ts';
import { beatsBaseline, scoreModel, type TestScores } from './test-scores.ts';
import { printable } from './text-layout.ts';
import { textFlags, textFlagsOf, textOptions } from './text-options.ts';
import { planText, scoreRows, scoresJson, scoresText } from './train-report.ts';
import { trainingProgress } from './training-progress.ts';
import { UsageError } from './usage-error.ts';

const flags = {
  target: text('COLUMN', 'the column to predict (needed)', 't'),
  task: choice(['regression', 'classification'], 'what to do; by default what suits the target'),
  drop: names('A,B', 'columns to leave out'),
  test: decimal('SHARE', { above: 0, below: 1 }, 'share of the rows kept for the test; default 0.2'),
  seed: whole('N', { min: 0, max: 2 ** 32 - 1 }, 'the same seed gives the same network; default 42'),
  hidden: sizes('100,50', 'units of each hidden layer; default 100,50'),
  activation: choice(['relu', 'tanh', 'logistic', 'identity'], 'of the hidden layers; default relu'),
  epochs: whole('N', { min: 1 }, 'passes over the rows at most; default 200'),
  batch: whole('N', { min: 1 }, 'rows per step; by default 200, in small tables 32'),
  'learning-rate': decimal('RATE', { above: 0 }, 'size of the steps; default 0.001'),
  alpha: decimal('A', { min: 0 }, 'strength of the L2 penalty; by default less the more rows there are'),
  'no-early-stopping': toggle('train on all training rows; the default in small tables'),
  out: text('MODEL', 'where the model goes; by default FILE.hebb, in this folder', 'o'),
  studio: toggle('show the training live on a page of the studio'),
  report: text('FILE.html', 'write a page with figures on the data, the training and the tests'),
  json: toggle('end with one line of JSON on stdout; all else goes to stderr'),
  quiet: toggle('say nothing but the scores and warnings', 'q'),
  ...textFlags,
} as const;

export const train: Command = defineCommand({
  name: 'train',
  summary: 'train a network on a table, test it and save it',
  arguments: ['FILE'],
  about:
    'Trains a neural network that predicts one column of a table from the others, tests it on rows it has not seen, and saves it. FILE is a table (CSV, TSV, JSON lines, ARFF, Parquet or Arrow, gzipped or not) or the name of an embedded data set: diamonds, penguins, iris or digits. Ctrl-C stops after the running batch and keeps the best network so far; a second one quits at once.',
  flags,
  examples: [
    ['53,940 diamonds, no file needed', 'hebb train diamonds --target price'],
    ['And a page to read about it', 'hebb train diamonds --target price --report diamonds.html'],
    ['Watch it on a page', 'hebb train diamonds --target price --studio'],
    ['A table of your own', 'hebb train houses.csv --target price --drop id,address'],
    [
      'A larger network, and the scores for a program',
      'hebb train houses.csv -t price --hidden 200,100 --json',
    ],
  ],
  run,
});

/** Where which words go. */
interface Voices {
  /** What is worth reading along the way. */
  readonly talk: Output;
  /** What one came for. */
  readonly result: Output;
}

const silence: Output = { isTerminal: false, hasColors: false, columns: 80, write: () => {} };

async function run(
  [source]: readonly string[],
  values: FlagValues<typeof flags>,
  terminal: Terminal,
): Promise<void> {
  const { target, drop = [], json = false, quiet = false, seed = 42 } = values;
  if (target === undefined) {
    throw new UsageError('which column is to be predicted? Say it with --target COLUMN.');
  }
  const result = json ? terminal.stderr : terminal.stdout;
  const voices: Voices = { result, talk: quiet ? silence : result };
  const input = await readInput(source, textOptions(values));
  const out = values.out ?? `${input.stem}.hebb`;
  await checkWritable(out, [source]);
  if (values.report !== undefined) await checkWritable(values.report, [source, out]);
  const plan = planInput(input, {
    target,
    task: values.task,
    drop,
    testSize: values.test,
    randomState: seed,
    network: {
      hiddenLayerSizes: values.hidden,
      maxIter: values.epochs,
      batchSize: values.batch,
      activation: values.activation,
      learningRateInit: values['learning-rate'],
      alpha: values.alpha,
      earlyStopping: values['no-early-stopping'] === true ? false : undefined,
    },
  });
  const look = { width: Math.max(40, Math.min(100, voices.talk.columns)), style: styleOf(voices.talk) };
  voices.talk.write(`${planText(input.name, plan, look)}\n\n`);

  const progress = trainingProgress(
    quiet ? silence : terminal.stderr,
    plan.task === 'regression' ? 'R²' : 'accuracy',
  );
  const warnings: string[] = [];
  const warn = (message: string): void => {
    warnings.push(message);
    progress.clear();
    terminal.stderr.write(`${styleOf(terminal.stderr).yellow('warning:')} ${printable(message)}\n`);
  };
  for (const message of plan.warnings) warn(message);
  const interruption = new Interruption(terminal, () => {
    progress.clear();
    terminal.stderr.write(
      'Stopping: the best network so far is tested and saved. Ctrl-C again quits at once.\n',
    );
  });
  const live = values.studio === true ? await liveTraining(input, plan, terminal) : undefined;
  try {
    const begin = performance.now();
    const model = plannedModel(plan, {
      callbacks: live === undefined ? [progress] : [progress, live],
      onWarning: ({ code, message }) => {
        if (code === 'INTERRUPTED') warn('Training was interrupted before its end.');
        else if (code !== 'NOT_CONVERGED') warn(message);
      },
    });
    await model.fit(plan.train.X, plan.train.y, { signal: interruption.signal });
    const seconds = (performance.now() - begin) / 1000;
    const { nIter: epochs } = networkOf(model);
    const limit = epochs === plan.network.maxIter ? ', the most allowed,' : '';
    const trained = epochs === 0 ? 'less than one epoch' : `${counted(epochs, 'epoch')}${limit}`;
    voices.talk.write(`Trained ${trained} in ${duration(seconds)}.\n\n`);
    const scores = await scoreModel(model, plan);
    voices.result.write(`${scoresText(scores, plan, styleOf(voices.result))}\n`);
    if (!beatsBaseline(scores)) {
      warn('The network does no better than the baseline; the columns may tell nothing about the target.');
    }
    await interruption.hold(() => saveModel(out, model));
    await live?.end(liveScores(scores));
    voices.talk.write(afterSaving(out, input, voices.talk));
    if (values.report !== undefined) {
      const { report } = values;
      const date = new Date();
      const facts = { input, plan, model, scores, seconds, warnings, out, date };
      const page = await reportPage(facts);
      await interruption.hold(() => writeFileAtomic(report, page));
      voices.talk.write(`\nReport: ${printable(report)}\n`);
    }
    if (json) {
      const outcome = { plan, scores, seconds, epochs, out, warnings };
      terminal.stdout.write(`${jsonLine(outcome)}\n`);
    }
  } finally {
    interruption.close();
    await live?.close();
  }
}

/** A page of the studio that shows the training as it goes; opened where a person looks on. */
async function liveTraining(
  { name, table }: Input,
  { target, task }: TrainingPlan,
  { stderr }: Terminal,
): Promise<LiveTraining> {
  const scoreName = task === 'regression' ? 'R²' : 'accuracy';
  const live = await LiveTraining.open(
    { table: name, target, rows: table.rowCount, scoreName },
    stderr.isTerminal,
  );
  stderr.write(`Live at ${live.address}\n\n`);
  return live;
}

/** What the terminal says of the scores, too. */
function liveScores(scores: TestScores): LiveScore[] {
  return scoreRows(scores).map(([name, network, baseline]) => ({ name, network, baseline }));
}

function afterSaving(out: string, input: Input, output: Output): string {
  const style = styleOf(output);
  return [
    '',
    `${style.green('Saved')} ${printable(out)}. Predict with it:`,
    '',
    `  hebb predict ${shellWord(out)} ${shellWord(input.name)}${textFlagsOf(input.options)}`,
    '',
    'or in TypeScript:',
    '',
    loadingLines(out, input).replace(/^/gm, '  '),
    '',
  ].join('\n');
}

/** A word as a shell takes it. */
function shellWord(word: string): string {
  return /^[\w./+:@%-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

interface Outcome {
  readonly plan: InputPlan;
  readonly scores: TestScores;
  readonly seconds: number;
  readonly epochs: number;
  readonly out: string;
  readonly warnings: readonly string[];
}

function jsonLine({ plan, scores, seconds, epochs, out, warnings }: Outcome): string {
  return JSON.stringify({
    task: plan.task,
    reason: plan.reason,
    rows: { train: plan.train.y.length, test: plan.test.y.length, dropped: plan.droppedRows },
    columns: plan.columns,
    scores: scoresJson(scores.model),
    baseline: scoresJson(scores.baseline),
    seconds,
    epochs,
    model: out,
    seed: plan.randomState,
    warnings,
  });
}
