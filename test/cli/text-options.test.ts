/** Tables as people have them: decimal commas, other encodings, numbers and dates that are written as text. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { columnOf } from '../../src/data/column-of.ts';
import { readTable } from '../../src/node/read-table.ts';
import { textHint } from '../../src/planning/text-hint.ts';
import { csv, hebb, temporaryFolder } from './fake-terminal.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const model = folder.path('rent.hebb');
const rows = Array.from({ length: 60 }, (_, i) => {
  const area = 20 + ((i * 7.3) % 90);
  return [
    area.toFixed(1).replace('.', ','),
    ['ja', 'nein'][i % 2],
    (area * 9.75).toFixed(2).replace('.', ','),
  ];
});
const semicolons = csv(
  'Fläche,Balkon,Miete',
  rows.map((row) => row.map((cell) => `"${cell}"`)),
)
  .replaceAll('","', '";"')
  .replace('Fläche,Balkon,Miete', 'Fläche;Balkon;Miete');
const rent = folder.file('rent.csv', Buffer.from(semicolons, 'latin1'));
const told = ['--encoding', 'latin1', '--decimal', ','];
let trained = '';

beforeAll(async () => {
  const { code, stdout } = await hebb(['train', rent, '-t', 'Miete', '--epochs', '2', '-o', model, ...told]);
  expect(code).toBe(0);
  trained = stdout;
});

test('are read as told, and the way to read them is passed on', () => {
  expect(trained).toContain('regression, as Miete is a number');
  expect(trained).toContain('Fläche: standardized');
  expect(trained).toContain(' --encoding latin1 --decimal ,\n');
  expect(trained).toContain("rent.csv', { encoding: 'latin1', decimal: ',' });");
});

test('are predicted, scored and searched as told', async () => {
  const { code, stdout } = await hebb(['predict', model, rent, '--only', ...told]);
  expect([code, stdout.trimEnd().split('\n').length]).toEqual([0, 61]);
  const scored = await hebb(['evaluate', model, rent, '-t', 'Miete', '--json', ...told]);
  expect(scored.code).toBe(0);
  const quick = ['--trials', '1', '--epochs', '2', '-o', folder.path('found.hebb')];
  const found = await hebb(['search', rent, '-t', 'Miete', ...quick, '--json', ...told]);
  expect(found.code).toBe(0);
  expect(JSON.parse(found.stdout).task).toBe('regression');
});

test('untold, a target of decimal commas says what to do', async () => {
  const { code, stderr } = await hebb(['train', rent, '-t', 'Miete', '--encoding', 'latin1', '-o', model]);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /It looks like numbers with decimal commas, such as '\d+,\d\d': read the file with decimal ','\.\n$/,
  );
});

test.each<[string[], string | undefined]>([
  [
    ['1,5', '2,25', '1.000,5'],
    "looks like numbers with decimal commas, such as '1,5': read the file with decimal ','",
  ],
  [
    ['40,123', '1,000', '999,999'],
    "looks like numbers, but is text, such as '40,123'; write plain numbers there",
  ],
  [['$1,200.50', '$7'], "looks like numbers, but is text, such as '$1,200.50'; write plain numbers there"],
  [['12 %', '7.5%'], "looks like numbers, but is text, such as '12 %'; write plain numbers there"],
  [
    ['29.02.2024', '1.3.2024'],
    "looks like dates, such as '29.02.2024', but only dates such as '2024-02-29' are read as such",
  ],
  [['01234', '98765'], undefined],
  [['red', 'blue', '1,5'], undefined],
])('%j', (values, hint) => {
  expect(textHint(columnOf('c', values))).toBe(hint);
});

test('a column of percentages is a warning', async () => {
  const table = csv(
    'share,y',
    Array.from({ length: 30 }, (_, i) => [`${i % 9}%`, (i * 0.618) % 1]),
  );
  const { code, stderr } = await hebb([
    ...['train', folder.file('percent.csv', table), '-t', 'y', '--epochs', '1', '-o', folder.path('p.hebb')],
  ]);
  expect(code).toBe(0);
  expect(stderr).toContain("warning: Column 'share' looks like numbers, but is text, such as '0%'");
});

const arff = '@relation r\n@attribute \u00e4 numeric\n@attribute b {x,\u00fc}\n@data\n1,x\n2,\u00fc\n';

test('what says how a text is read is refused for what is none', async () => {
  const bytes = new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'x', data: [1, 2, 3] }] }));
  const path = folder.file('r.parquet', bytes);
  for (const [option, formats] of [
    [['--encoding', 'latin1'], '--encoding is for CSV, JSON lines, ARFF'],
    [['--decimal', ','], '--decimal is for CSV'],
  ] as const) {
    const { code, stderr } = await hebb(['train', path, '-t', 'x', '-o', folder.path('p.hebb'), ...option]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${formats}, but ${path} is Parquet.`);
  }
});

test('a model reads JSON lines, ARFF and Parquet as well', async () => {
  const text = rows.map(([area, balcony]) => [Number(area.replace(',', '.')), balcony] as const);
  const lines = text.map(([area, balcony]) => JSON.stringify({ Fläche: area, Balkon: balcony })).join('\n');
  const data = text.map(([area, balcony]) => `${area},${balcony}`).join('\n');
  const head = '@relation r\n@attribute Fläche numeric\n@attribute Balkon {ja,nein}\n@data\n';
  const columnData = [
    { name: 'Fläche', data: text.map(([area]) => area) },
    { name: 'Balkon', data: text.map(([, balcony]) => balcony) },
  ];
  const files = [
    folder.file('new.jsonl', lines),
    folder.file('new.arff', head + data),
    folder.file('new.parquet', new Uint8Array(parquetWriteBuffer({ columnData }))),
  ];
  const expected = (await hebb(['predict', model, rent, '--only', ...told])).stdout;
  for (const file of files) expect((await hebb(['predict', model, file, '--only'])).stdout).toBe(expected);
});

test('ARFF is read in the encoding it has', async () => {
  const path = folder.file('r.arff', Buffer.from(arff, 'latin1'));
  const table = await readTable(path, { encoding: 'windows-1252' });
  expect(table.toRows()).toEqual([
    { ä: 1, b: 'x' },
    { ä: 2, b: 'ü' },
  ]);
  await expect(readTable(path)).rejects.toThrow(/r\.arff, line 2: this is not UTF-8 text/);
});
