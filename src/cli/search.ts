/**
 * `hebb search`: finds good options for a network on a table by cross-validation, then trains, tests and saves
 * the best one. The plan is `hebb train`'s; how a search runs is the library's. Here is what is tried, and what is
 * said along the way.
 */

import { counted } from '../core/counted.ts';
import type { Predictor } from '../estimators/predictor.ts';
import { saveModel } from '../node/save-model.ts';
import { plannedModel } from '../planning/planned-model.ts';
import { loguniform } from '../selection/distributions.ts';
import type { ParameterSpace } from '../selection/parameter-space.ts';
import { RandomizedSearchCV } from '../selection/randomized-search-cv.ts';
import { type Command, defineCommand } from './command.ts';
import { choice, decimal, type FlagValues, names, text, toggle, whole } from './flags.ts';
import { Interruption } from './interruption.ts';
import { duration, measure, score } from './number-text.ts';
import { checkWritable } from './output-file.ts';
import { planInput } from './plan-input.ts';
import { readInput } from './read-input.ts';
import { searchProgress } from './search-progress.ts';
import { styleOf } from './style.ts';
import type { Terminal } from './terminal.ts';
import { scoreModel } from './test-scores.ts';
import { aligned, printable } from './text-layout.ts';
import { textFlags, textOptions } from './text-options.ts';
import { scoresJson, scoresText } from './train-report.ts';
import { UsageError } from './usage-error.ts';

const flags = {
  target: text('COLUMN', 'the column to predict (needed)', 't'),
  task: choice(['regression', 'classification'], 'what to do; by default what suits the target'),
  drop: names('A,B', 'columns to leave out'),
  trials: whole('N', { min: 1 }, 'how many networks are tried; default 20'),
  folds: whole('K', { min: 2 }, 'parts of the training rows for cross-validation; default 3'),
  jobs: whole('N', { min: 1 }, 'worker threads; the results do not depend on it; default 1'),
  epochs: whole('N', { min: 1 }, 'passes over the rows at most; default 200'),
  checkpoint: text('FOLDER', 'keep what is tried there; the same command goes on from it'),
  test: decimal('SHARE', { above: 0, below: 1 }, 'share of the rows kept for the test; default 0.2'),
  seed: whole('N', { min: 0, max: 2 ** 32 - 1 }, 'the same seed tries the same networks; default 42'),
  out: text('MODEL', 'where the best model goes; by default FILE.hebb, in this folder', 'o'),
  json: toggle('end with one line of JSON on stdout; all else goes to stderr'),
  ...textFlags,
} as const;

export const search: Command = defineCommand({
  name: 'search',
  summary: 'find good options for a network on a table, and train it with them',
  arguments: ['FILE'],
  about:
    'Tries networks with other layers, penalties, learning rates and batch sizes, drawn at random, and scores each by cross-validation on the training rows. The best one is trained on all of these, tested on rows that no network has seen, and saved. FILE is a table (CSV, TSV, JSON lines, ARFF, Parquet or Arrow, gzipped or not) or the name of an embedded data set: diamonds, penguins, iris or digits.',
  flags,
  examples: [
    ['20 networks for penguins', 'hebb search penguins --target species'],
    ['More, on two threads', 'hebb search houses.csv -t price --trials 60 --jobs 2'],
    [
      'A long one, which may be stopped and started again',
      'hebb search houses.csv -t price --checkpoint tuning',
    ],
  ],
  run,
});

/** What is tried, as options of the network. */
const space = {
  hiddenLayerSizes: [[30], [100], [300], [50, 50], [100, 50], [100, 100], [50, 50, 50], [100, 100, 50]],
  alpha: loguniform(1e-5, 1),
  learningRateInit: loguniform(3e-4, 1e-2),
  batchSize: [32, 64, 128, 256],
  activation: ['relu', 'tanh'],
};

/** What these options are called in tables. */
const titles: Readonly<Record<keyof typeof space, string>> = {
  hiddenLayerSizes: 'hidden',
  alpha: 'alpha',
  learningRateInit: 'rate',
  batchSize: 'batch',
  activation: 'activation',
};

/** So many of the best networks are shown. */
const mostShown = 5;

async function run(
  [source]: readonly string[],
  values: FlagValues<typeof flags>,
  terminal: Terminal,
): Promise<void> {
  const { target, drop = [], json = false, seed = 42, trials = 20, folds = 3, jobs = 1 } = values;
  if (target === undefined) {
    throw new UsageError('which column is to be predicted? Say it with --target COLUMN.');
  }
  const result = json ? terminal.stderr : terminal.stdout;
  const input = await readInput(source, textOptions(values));
  const out = values.out ?? `${input.stem}.hebb`;
  await checkWritable(out, [source]);
  const plan = planInput(input, {
    target,
    task: values.task,
    drop,
    testSize: values.test,
    randomState: seed,
    network: { maxIter: values.epochs },
  });
  const warn = (message: string): void => {
    terminal.stderr.write(`${styleOf(terminal.stderr).yellow('warning:')} ${printable(message)}\n`);
  };
  for (const message of plan.warnings) warn(message);
  const model = plannedModel(plan, { onWarning() {} });
  const path = plan.task === 'classification' ? 'network__' : 'network__regressor__';
  const fewest = Math.floor((plan.train.y.length * (folds - 1)) / folds);
  const own = { ...space, batchSize: space.batchSize.filter((size, i) => i === 0 || size <= fewest / 4) };
  const paths = Object.entries(own).map(([name, candidates]) => [path + name, candidates]);
  const scoreName = plan.task === 'regression' ? 'R²' : 'accuracy';
  const progress = searchProgress(terminal.stderr, scoreName);
  const searching = new RandomizedSearchCV<Predictor>(
    model,
    Object.fromEntries(paths) as ParameterSpace<Predictor>,
    {
      nIter: trials,
      cv: folds,
      randomState: seed,
      nJobs: jobs,
      checkpoint: values.checkpoint,
      onProgress: progress.show,
      onWarning: ({ message }) => {
        progress.clear();
        warn(message);
      },
    },
  );
  result.write(
    `${printable(input.name)}: ${counted(trials, 'network')} for ${printable(target)}, each on ${folds} folds of ${counted(plan.train.y.length, 'row')}\n\n`,
  );
  const interruption = new Interruption(terminal, () => {
    progress.clear();
    const further = values.checkpoint === undefined ? '' : ' The same command goes on from here.';
    terminal.stderr.write(`Stopped; nothing is saved.${further}\n`);
  });
  try {
    const begin = performance.now();
    await searching.fit(plan.train.X, plan.train.y, { signal: interruption.signal });
    progress.clear();
    const seconds = (performance.now() - begin) / 1000;
    result.write(`${bestText(searching, path, scoreName)}\n\nTried in ${duration(seconds)}.\n\n`);
    const best = searching.bestEstimator;
    const scores = await scoreModel(best, plan);
    result.write(`${scoresText(scores, plan, styleOf(result))}\n`);
    await interruption.hold(() => saveModel(out, best));
    result.write(`\n${styleOf(result).green('Saved')} ${printable(out)}.\n`);
    if (json) {
      const line = {
        task: plan.task,
        rows: { train: plan.train.y.length, test: plan.test.y.length },
        best: shortNames(searching.bestParams, path),
        score: searching.bestScore,
        trials: searching.params.length,
        scores: scoresJson(scores.model),
        baseline: scoresJson(scores.baseline),
        seconds,
        model: out,
        seed,
      };
      terminal.stdout.write(`${JSON.stringify(line)}\n`);
    }
  } finally {
    progress.clear();
    interruption.close();
  }
}

/** The best networks, best first: score, spread over the folds, options. */
function bestText(search: RandomizedSearchCV<Predictor>, path: string, scoreName: string): string {
  const { cvResults, params } = search;
  const means = cvResults.column('meanTestScore').toArray() as number[];
  const spreads = cvResults.column('stdTestScore').toArray() as number[];
  const ranks = cvResults.column('rankTestScore').toArray() as number[];
  const order = [...ranks.keys()].sort((a, b) => ranks[a] - ranks[b]).slice(0, mostShown);
  const names = Object.keys(shortNames(params[0], path)) as (keyof typeof titles)[];
  return aligned([
    ['Best', scoreName, '±', ...names.map((name) => titles[name])],
    ...order.map((i) => [
      `${ranks[i]}`,
      score(means[i]),
      score(spreads[i]),
      ...Object.values(shortNames(params[i], path)).map(cellText),
    ]),
  ]);
}

/** Options by their own names, without the path to the network. */
function shortNames(params: Readonly<Record<string, unknown>>, path: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name.slice(path.length), value]));
}

function cellText(value: unknown): string {
  if (Array.isArray(value)) return value.join('-');
  return typeof value === 'number' ? measure(value) : String(value);
}
