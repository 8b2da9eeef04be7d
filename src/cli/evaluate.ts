/**
 * `hebb evaluate`: how good a saved model is on the rows of a table. Estimators stand beside a baseline; networks are
 * scored by the loss and the metrics that they were compiled with.
 */

import { count, counted } from '../core/counted.ts';
import { HebbError } from '../core/errors.ts';
import type { Label } from '../core/labels.ts';
import type { Column } from '../data/column.ts';
import type { Table } from '../data/table.ts';
import type { Predictor } from '../estimators/predictor.ts';
import { Model } from '../nn/models/model.ts';
import { loadModel } from '../node/save-model.ts';
import { checkCells } from '../planning/check-cells.ts';
import type { Task } from '../planning/choose-task.ts';
import { withoutMissing } from '../planning/plan-training.ts';
import { Tensor } from '../tensor/tensor.ts';
import { type Command, defineCommand } from './command.ts';
import { type FlagValues, text, toggle } from './flags.ts';
import { classesOf } from './model-classes.ts';
import { describeModel } from './model-description.ts';
import { measure } from './number-text.ts';
import { readForModel } from './read-for-model.ts';
import { aboutInput } from './read-input.ts';
import { styleOf } from './style.ts';
import type { Terminal } from './terminal.ts';
import { type Scores, scoresOn } from './test-scores.ts';
import { aligned, printable } from './text-layout.ts';
import { textFlags, textOptions } from './text-options.ts';
import { scoresJson, scoresText } from './train-report.ts';
import { UsageError } from './usage-error.ts';
import { warnOn } from './warning.ts';

const flags = {
  target: text('COLUMN', 'the column that holds the truth (needed)', 't'),
  json: toggle('one line of JSON instead of the table'),
  ...textFlags,
} as const;

export const evaluate: Command = defineCommand({
  name: 'evaluate',
  summary: 'score a saved network on a table',
  arguments: ['MODEL', 'FILE'],
  about:
    'Predicts the target of every row of a table with a model that hebb train saved, and scores the predictions against the column that holds the truth. Beside them stands a baseline that knows only the targets of these rows: their mean, or their commonest class. A network of hebb/nn or Keras is scored by the loss and the metrics that it was compiled with; its target is numbers, classes being numbered from 0. Rows without a target are left out. FILE is a table (CSV, TSV, JSON lines, ARFF, Parquet or Arrow, gzipped or not) or the name of an embedded data set.',
  flags,
  examples: [
    ['Is the model still good on new data?', 'hebb evaluate diamonds.hebb march.csv --target price'],
    ['A network', 'hebb evaluate digits.keras test.csv --target label'],
    ['For a program', 'hebb evaluate penguins.hebb penguins -t species --json'],
  ],
  run,
});

async function run(
  [modelPath, source]: readonly string[],
  { target, json = false, ...values }: FlagValues<typeof flags>,
  terminal: Terminal,
): Promise<void> {
  if (target === undefined) {
    throw new UsageError('which column holds the truth? Say it with --target COLUMN.');
  }
  const model = await loadModel(modelPath);
  const input = await readForModel(model, source, { ...textOptions(values), target });
  const scoring =
    model instanceof Model
      ? scoreNetwork(model, input.table, target)
      : scoreTable(model, input.table, target);
  const scored = await scoring.catch((error) => {
    throw aboutInput(error, input);
  });
  for (const message of scored.warnings) warnOn(terminal, message);
  const { rows, task, scores, baseline } = scored;
  const dropped = input.table.rowCount - rows;
  if (json) {
    const outcome = {
      task: task ?? null,
      rows: { scored: rows, dropped },
      scores: scoresJson(scores),
      baseline: baseline === undefined ? null : scoresJson(baseline),
      model: modelPath,
      warnings: scored.warnings,
    };
    terminal.stdout.write(`${JSON.stringify(outcome)}\n`);
    return;
  }
  const left = dropped > 0 ? `; ${count(dropped)} left out, as their target is missing` : '';
  const style = styleOf(terminal.stdout);
  const title = `On ${counted(rows, 'row')}`;
  const text =
    task === undefined || baseline === undefined
      ? aligned([[title, 'model'], ...Object.entries(scores).map(([name, value]) => [name, measure(value)])])
      : scoresText({ model: scores, baseline }, { task }, style, title);
  terminal.stdout.write(`${printable(input.name)}: ${printable(target)}${left}\n\n${text}\n`);
}

interface Scored {
  readonly rows: number;
  /** What estimators do; of networks it is not known. */
  readonly task?: Task;
  readonly scores: Scores;
  readonly baseline?: Scores;
  readonly warnings: readonly string[];
}

async function scoreTable(model: Predictor, table: Table, target: string): Promise<Scored> {
  if (describeModel(model.toState()).columns?.includes(target)) {
    throw new HebbError(
      'INVALID_VALUE',
      `the model predicts from the column '${target}', so it cannot be the target.`,
    );
  }
  const { X, y } = rowsWithTarget(table, target);
  const labels = targetsFor(model, y);
  if ((await model.predict(X.head(1))) instanceof Tensor) {
    throw new HebbError('UNSUPPORTED', 'the model predicts several values a row; only one can be scored.');
  }
  const { model: scores, baseline } = await scoresOn(model, { X, y: labels }, labels);
  const task = classesOf(model) === undefined ? 'regression' : 'classification';
  return { rows: labels.length, task, scores, baseline, warnings: unknownClasses(model, labels) };
}

async function scoreNetwork(model: Model, table: Table, target: string): Promise<Scored> {
  if (!model.compiled) {
    throw new HebbError(
      'UNSUPPORTED',
      'the network was saved without a loss and metrics to score it by; compile it, and save it again.',
    );
  }
  const { X, y } = rowsWithTarget(table, target);
  if (y.type !== 'number') {
    throw new HebbError(
      'INVALID_VALUE',
      `the target '${target}' must be numbers for a network, classes being numbered from 0; it is ${y.type === 'boolean' ? 'true and false' : `a column of type ${y.type}`}.`,
    );
  }
  const scores = (await model.evaluate(X, y.values, { returnDict: true, verbose: 0 })) as Scores;
  return { rows: y.length, scores, warnings: [] };
}

/** The rows that have a target, without it, and their targets. */
function rowsWithTarget(table: Table, target: string): { readonly X: Table; readonly y: Column } {
  const truth = table.column(target);
  checkCells(truth);
  const complete = withoutMissing(table, truth);
  if (complete.rowCount > 0) return complete.splitTarget(target);
  throw new HebbError('EMPTY_DATA', `the target '${target}' is missing in every row.`);
}

/** @throws HebbError `INVALID_VALUE` for labels that are of another type than the model's */
function targetsFor(model: Predictor, y: Column): Label[] {
  const labels = y.toArray() as Label[];
  const wanted = typeof (classesOf(model)?.[0] ?? 0);
  if (typeof labels[0] === wanted) return labels;
  const nouns: Readonly<Record<string, string>> = {
    number: 'numbers',
    string: 'text',
    boolean: 'true and false',
  };
  const found = nouns[typeof labels[0]] ?? 'dates';
  throw new HebbError(
    'INVALID_VALUE',
    `the target '${y.name}' holds ${found}, but the model predicts ${nouns[wanted]}.`,
  );
}

function unknownClasses(model: Predictor, y: readonly Label[]): string[] {
  const known = new Set(classesOf(model) ?? y);
  const unknown = y.filter((label) => !known.has(label));
  if (unknown.length === 0) return [];
  const names = [...new Set(unknown)].map((label) => `'${label}'`);
  const shown = names.length > 5 ? [...names.slice(0, 5), '…'] : names;
  return [
    `${counted(unknown.length, 'row has', 'rows have')} a class that the model does not know (${shown.join(', ')}); none of them can be right.`,
  ];
}
