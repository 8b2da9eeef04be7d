/**
 * `hebb predict`: a saved model's predictions for the rows of a table, as CSV or JSON. Rows are read, predicted and
 * written block by block, so that a table may be larger than memory.
 */

import { count, counted } from '../core/counted.ts';
import { HebbError } from '../core/errors.ts';
import type { Label } from '../core/labels.ts';
import type { Column } from '../data/column.ts';
import { columnOf } from '../data/column-of.ts';
import { toCsv } from '../data/csv.ts';
import { Table } from '../data/table.ts';
import type { Predictions, Predictor } from '../estimators/predictor.ts';
import { writeFileAtomic } from '../node/atomic-write.ts';
import { ProgressBar } from '../node/progress-bar.ts';
import { loadModel } from '../node/save-model.ts';
import { refuseInfinite } from '../planning/check-cells.ts';
import { Tensor } from '../tensor/tensor.ts';
import { type Command, defineCommand } from './command.ts';
import { expectedKinds, misreadColumns } from './expected-columns.ts';
import { type FlagValues, text, toggle } from './flags.ts';
import { type InputBlocks, readInputBlocks } from './input-blocks.ts';
import { Interruption } from './interruption.ts';
import { classesOf } from './model-classes.ts';
import { describeModel } from './model-description.ts';
import { checkWritable } from './output-file.ts';
import { aboutInput } from './read-input.ts';
import type { Terminal } from './terminal.ts';
import { printable } from './text-layout.ts';
import { textFlags, textOptions } from './text-options.ts';
import { UnseenCategories } from './unseen-categories.ts';
import { warnOn } from './warning.ts';

const flags = {
  out: text('FILE', 'where the predictions go; by default to stdout', 'o'),
  proba: toggle('add the probability of each class'),
  only: toggle('the predictions alone, without the columns of FILE'),
  json: toggle('one line of JSON instead of CSV'),
  ...textFlags,
} as const;

const probabilityPrefix = 'probability_';
/** Rows that are in memory at a time. */
const blockRows = 8192;
const silence = { columns: 80, write: () => {} };

export const predict: Command = defineCommand({
  name: 'predict',
  summary: 'predict with a saved network',
  arguments: ['MODEL', 'FILE'],
  about:
    'Predicts the target of every row of a table with a model that hebb train saved, and writes CSV: the columns of FILE and a column called prediction. FILE is a table (CSV, TSV, JSON lines, ARFF, Parquet or Arrow, gzipped or not) or the name of an embedded data set. Its columns may come in any order; further ones do no harm. Rows are predicted and written block by block. CSV and TSV are read so too, and may be larger than the memory; the other formats are read whole, and --json keeps all predictions until the end.',
  flags,
  examples: [
    ['Predictions beside the columns of the file', 'hebb predict diamonds.hebb new.csv --out priced.csv'],
    ['Only classes and their probabilities', 'hebb predict penguins.hebb penguins --only --proba'],
  ],
  run,
});

async function run(
  [modelPath, source]: readonly string[],
  { out, proba = false, only = false, json = false, ...values }: FlagValues<typeof flags>,
  terminal: Terminal,
): Promise<void> {
  const model = await loadModel(modelPath);
  if (out !== undefined) await checkWritable(out, [modelPath, source]);
  const bar = new ProgressBar(out === undefined || !terminal.stderr.isTerminal ? silence : terminal.stderr);
  const interruption = new Interruption(terminal, () => bar.clear());
  const { signal } = interruption;
  try {
    const input = await readInputBlocks(source, { ...textOptions(values), signal });
    const unseen = new UnseenCategories(model);
    const blocks = predictBlocks(model, input, { proba, only: only || json, signal, unseen, bar });
    const written = json ? jsonText(blocks, input.rowCount) : csvText(blocks);
    if (out === undefined) {
      for await (const piece of written) {
        terminal.stdout.write(piece);
        await terminal.drained();
      }
    } else await writeFileAtomic(out, written);
    bar.clear();
    for (const message of unseen.warnings) warnOn(terminal, message);
    if (out !== undefined) {
      terminal.stderr.write(`Wrote ${counted(input.rowCount, 'prediction')} to ${printable(out)}.\n`);
    }
  } finally {
    bar.clear();
    interruption.close();
  }
}

interface BlockOptions {
  readonly proba: boolean;
  /** Leave out the columns that were there. */
  readonly only: boolean;
  readonly signal: AbortSignal;
  readonly unseen: UnseenCategories;
  readonly bar: ProgressBar;
}

/** The rows with their predictions, block by block. */
async function* predictBlocks(
  model: Predictor,
  input: InputBlocks,
  { proba, only, signal, unseen, bar }: BlockOptions,
): AsyncGenerator<Table> {
  const used = describeModel(model.toState()).columns;
  const types = misreadColumns(input.columnTypes, expectedKinds(model));
  let done = 0;
  const work = async (table: Table): Promise<Table> => {
    for (const name of used ?? table.columnNames) refuseInfinite(table.column(name), done);
    unseen.see(table);
    const predicted = await predictionColumns(model, table, proba);
    if (only) return new Table(predicted);
    for (const { name } of predicted) {
      if (table.has(name)) {
        throw new HebbError(
          'INVALID_VALUE',
          `there already is a column '${name}'; drop it, or write the predictions alone with --only.`,
        );
      }
    }
    return new Table([...table.columns, ...predicted]);
  };
  for await (const table of input.read(blockRows, types)) {
    signal.throwIfAborted();
    yield await work(table).catch((error) => {
      throw aboutInput(error, input);
    });
    done += table.rowCount;
    bar.show({
      left: 'Predicting',
      fraction: done / input.rowCount,
      right: `${count(done)} of ${counted(input.rowCount, 'row')}`,
    });
  }
}

async function* csvText(blocks: AsyncIterable<Table>): AsyncGenerator<string> {
  let header = true;
  for await (const block of blocks) {
    yield toCsv(block, { header });
    header = false;
  }
}

/** One object; the predictions of all blocks are held until they are written. */
async function* jsonText(blocks: AsyncIterable<Table>, rows: number): AsyncGenerator<string> {
  const values = new Map<string, unknown[]>();
  for await (const { columns } of blocks) {
    for (const column of columns) {
      const list = values.get(column.name) ?? [];
      for (const value of column) list.push(value);
      values.set(column.name, list);
    }
  }
  const probabilities: Record<string, unknown> = {};
  const predictions: unknown[] = [];
  for (const [name, list] of values) {
    if (name.startsWith(probabilityPrefix)) probabilities[name.slice(probabilityPrefix.length)] = list;
    else predictions.push(list);
  }
  const outcome = {
    rows,
    predictions: predictions.length === 1 ? predictions[0] : predictions,
    ...(Object.keys(probabilities).length > 0 && { probabilities }),
  };
  yield `${JSON.stringify(outcome)}\n`;
}

async function predictionColumns(model: Predictor, table: Table, proba: boolean): Promise<Column[]> {
  const predictions = asColumns('prediction', await model.predict(table));
  if (!proba) return predictions;
  const classes = classesOf(model);
  if (model.predictProba === undefined || classes === undefined) {
    throw new HebbError('UNSUPPORTED', 'the model predicts numbers; only classes have probabilities.');
  }
  const probabilities = columnsOf(await model.predictProba(table));
  return [
    ...predictions,
    ...classes.map((label, j) => columnOf(`${probabilityPrefix}${label}`, probabilities[j])),
  ];
}

/** One column, or for several predictions a row one column each. */
function asColumns(name: string, predictions: Predictions): Column[] {
  if (!(predictions instanceof Tensor)) return [columnOf(name, Array.from<Label>(predictions))];
  return columnsOf(predictions).map((values, j) => columnOf(`${name}_${j + 1}`, values));
}

function columnsOf(tensor: Tensor): Float64Array[] {
  const { data, rows, columns } = tensor.toMatrix();
  return Array.from({ length: columns }, (_, j) =>
    Float64Array.from({ length: rows }, (_, i) => data[i * columns + j]),
  );
}
