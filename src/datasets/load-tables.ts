/**
 * Penguins and diamonds, the two tables of mixed columns that come with the package
 * @observablehq/sample-datasets. Their features are a `Table`: encode the texts before `fit`.
 */
import { platform } from '#platform';
import { HebbError } from '../core/errors.ts';
import type { CategoryColumn, Column, NumberColumn } from '../data/column.ts';
import { parseCsv } from '../data/csv.ts';
import { Table } from '../data/table.ts';
import type { TabularDataset } from './dataset.ts';
import type { PackagedFile } from './platform.ts';

/**
 * Loads the Palmer penguins: 344 birds of three species; island and sex are text, bill, flipper and body mass
 * are numbers, and 19 values are missing. `data` is a table of shape (344, 6), `target` the column `species`.
 * No network is needed (a page fetches the file that its bundler copied).
 *
 * @throws HebbError `MISSING_PACKAGE`, in browsers `FILE_NOT_FOUND`
 * @example
 * const { table } = await loadPenguins();
 * console.table(table.describe());
 */
export async function loadPenguins(): Promise<TabularDataset<Table, CategoryColumn>> {
  const read = await readPackagedTable('penguins.csv');
  // The file has the names of the raw data, "culmen"; the published data set says "bill".
  const table = new Table(
    read.columns.map((column) => column.rename(column.name.replace('culmen_', 'bill_'))),
  );
  const target = ofType(table.column('species'), 'category');
  return {
    name: 'penguins',
    ...splitOff(table, target),
    targetNames: target.categories,
    description:
      'Size, sex and island of 344 penguins of three species in the Palmer Archipelago, Antarctica.',
    source: 'K. B. Gorman, T. D. Williams, W. R. Fraser, PLoS ONE 9(3), 2014; A. Horst, palmerpenguins',
    licence: 'CC0',
  };
}

/**
 * Loads diamonds: price in US dollars, weight, cut, colour, clarity and measures of 53,940 round cut diamonds;
 * cut, colour and clarity are text. `data` is a table of shape (53940, 9), `target` the column `price`. No
 * network is needed (a page fetches the file that its bundler copied).
 *
 * @throws HebbError `MISSING_PACKAGE`, in browsers `FILE_NOT_FOUND`
 * @example
 * const { data, target } = await loadDiamonds();
 * data.rowCount; // 53940
 */
export async function loadDiamonds(): Promise<TabularDataset<Table, NumberColumn>> {
  const table = await readPackagedTable('diamonds.csv');
  const target = ofType(table.column('price'), 'number');
  return {
    name: 'diamonds',
    ...splitOff(table, target),
    targetNames: [target.name],
    description: 'Price in US dollars, weight, quality and measures of 53,940 diamonds.',
    source: 'ggplot2 (H. Wickham), from the Loose Diamonds Search Engine, 2008',
    licence: 'MIT (ggplot2)',
  };
}

async function readPackagedTable(file: PackagedFile): Promise<Table> {
  return parseCsv(new TextDecoder().decode(await platform.readPackaged(file)), { name: file });
}

function splitOff<C extends Column>(
  table: Table,
  target: C,
): { table: Table; data: Table; target: C; featureNames: string[] } {
  const data = table.drop(target.name);
  return { table, data, target, featureNames: data.columnNames };
}

function ofType<T extends Column['type']>(column: Column, type: T): Extract<Column, { type: T }> {
  if (column.type !== type) {
    throw new HebbError('CORRUPT_FILE', `column '${column.name}' should be ${type}, but is ${column.type}.`);
  }
  return column as Extract<Column, { type: T }>;
}
