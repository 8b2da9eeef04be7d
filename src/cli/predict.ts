/**
 * `hebb predict`: a saved model's predictions for the rows of a table, as CSV or JSON. It knows models only as
 * things that predict.
 */
import { HebbError } from '../core/errors.ts';
import type { Label } from '../core/labels.ts';
import type { Column } from '../data/column.ts';
import { columnOf } from '../data/column-of.ts';
import { toCsv } from '../data/csv.ts';
import { Table } from '../data/table.ts';
import type { Predictor } from '../estimators/predictor.ts';
import { writeFileAtomic } from '../node/atomic-write.ts';
import { loadModel } from '../node/save-model.ts';
import { type Command, defineCommand } from './command.ts';
import { type FlagValues, text, toggle } from './flags.ts';
import { classesOf } from './model-classes.ts';
import { counted } from './number-text.ts';
import { checkWritable } from './output-file.ts';
import { readInput } from './read-input.ts';
import type { Terminal } from './terminal.ts';
import { printable } from './text-layout.ts';

const flags = {
  out: text('FILE', 'where the predictions go; by default to stdout', 'o'),
  proba: toggle('add the probability of each class'),
  only: toggle('the predictions alone, without the columns of FILE'),
  json: toggle('one line of JSON instead of CSV'),
} as const;

export const predict: Command = defineCommand({
  name: 'predict',
  summary: 'predict with a saved network',
  arguments: ['MODEL', 'FILE'],
  about:
    'Predicts the target of every row of a table with a model that hebb train saved, and writes CSV: the columns of FILE and a column called prediction. FILE is a CSV or TSV file, gzipped or not, or the name of an embedded data set. Its columns may come in any order; further ones do no harm.',
  flags,
  examples: [
    ['Predictions beside the columns of the file', 'hebb predict diamonds.hebb new.csv --out priced.csv'],
    ['Only classes and their probabilities', 'hebb predict penguins.hebb penguins --only --proba'],
  ],
  run,
});

async function run(
  [modelPath, source]: readonly string[],
  { out, proba = false, only = false, json = false }: FlagValues<typeof flags>,
  terminal: Terminal,
): Promise<void> {
  const model = await loadModel(modelPath);
  if (out !== undefined) await checkWritable(out);
  const { table, name } = await readInput(source);
  const predicted = await predictionColumns(model, table, proba).catch((error) => {
    throw aboutFile(error, name);
  });
  const taken = predicted.find((column) => table.has(column.name));
  if (taken !== undefined && !only && !json) {
    throw new HebbError(
      'INVALID_VALUE',
      `${name} already has a column '${taken.name}'; drop it, or write the predictions alone with --only.`,
    );
  }
  const result = new Table(only || json ? predicted : [...table.columns, ...predicted]);
  const written = json ? `${JSON.stringify(jsonOf(predicted))}\n` : toCsv(result);
  if (out === undefined) terminal.stdout.write(written);
  else {
    await writeFileAtomic(out, written);
    terminal.stderr.write(`Wrote ${counted(table.rowCount, 'prediction')} to ${printable(out)}.\n`);
  }
}

async function predictionColumns(model: Predictor, table: Table, proba: boolean): Promise<Column[]> {
  const predictions = columnOf('prediction', (await model.predict(table)) as Float64Array | Label[]);
  if (!proba) return [predictions];
  const classes = classesOf(model);
  if (model.predictProba === undefined || classes === undefined) {
    throw new HebbError('UNSUPPORTED', 'the model predicts numbers; only classes have probabilities.');
  }
  const probabilities = await model.predictProba(table);
  return [
    predictions,
    ...classes.map((label, j) => {
      const own = Float64Array.from(
        { length: table.rowCount },
        (_, row) => probabilities.values[row * classes.length + j],
      );
      return columnOf(`probability_${label}`, own);
    }),
  ];
}

function jsonOf([predictions, ...probabilities]: readonly Column[]): object {
  const byClass = probabilities.map((column) => [column.name.replace('probability_', ''), column.toArray()]);
  return {
    rows: predictions.length,
    predictions: predictions.toArray(),
    ...(byClass.length > 0 && { probabilities: Object.fromEntries(byClass) }),
  };
}

function aboutFile(error: unknown, file: string): unknown {
  if (!(error instanceof HebbError)) return error;
  return new HebbError(error.code, `${file}: ${error.message}`, { cause: error });
}
