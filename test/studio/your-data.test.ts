/** The pure parts of “Your data”: looks, plans, rows, scores, files, and the code it writes, which must run. */
import { gzipSync } from 'node:zlib';
import { transformWithOxc } from 'vite';
import { describe, expect, test, vi } from 'vitest';
import * as datasets from '../../src/datasets/index.ts';
import * as hebb from '../../src/index.ts';
import * as node from '../../src/node/index.ts';
import { guessTarget, lookAt } from '../../studio/src/rooms/your-data/column-look.ts';
import { codeFor } from '../../studio/src/rooms/your-data/export-code.ts';
import { rowTable, textsOf } from '../../studio/src/rooms/your-data/one-row.ts';
import { outcomeOf } from '../../studio/src/rooms/your-data/outcome.ts';
import { type FileKind, fileKinds } from '../../studio/src/rooms/your-data/protocol.ts';
import { readFile } from '../../studio/src/rooms/your-data/read-file.ts';
import { sentencesOn } from '../../studio/src/rooms/your-data/sentences.ts';
import { fields, wishesOf } from '../../studio/src/rooms/your-data/settings.ts';
import { tooLarge } from '../../studio/src/rooms/your-data/size-limit.ts';
import { Training } from '../../studio/src/rooms/your-data/training.ts';
import { modelFile } from '../../studio/src/rooms/your-data/write-file.ts';
import { initialValues } from '../../studio/src/state/field.ts';

const wishes = (target: string, leftOut: readonly string[] = [], epochs = 30): hebb.PlanOptions => {
  const asked = wishesOf(initialValues(fields), target, leftOut);
  return { ...asked, network: { ...asked.network, hiddenLayerSizes: [16], maxIter: epochs } };
};

/** Columns of every type, with gaps, and names that code has to quote. */
function mixed(rows = 120): hebb.Table {
  const lines = Array.from({ length: rows }, (_, i) => {
    const hasGap = i % 7 === 3;
    const day = `2024-0${1 + (i % 9)}-1${i % 10}T0${i % 8}:30`;
    const size = (i * 37) % 101;
    return [
      i,
      hasGap ? '' : size,
      ['red', 'green', 'blue'][i % 3],
      i % 2 === 0,
      day,
      `name ${i}`,
      2 * size + (i % 3),
    ];
  });
  const text = [['id', 'it\'s "big"', 'colour', 'isOld', 'day', 'label text', 'price'], ...lines]
    .map((cells) => cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(','))
    .join('\n');
  return hebb.parseCsv(text);
}

/** A column with more categories than a plan lets become columns, and a target without value here and there. */
function manyTowns(): hebb.Table {
  const rows = Array.from({ length: 300 }, (_, i) => i);
  return hebb.Table.fromColumns({
    town: rows.map((i) => `town ${(i * i) % 131}`),
    rooms: rows.map((i) => (i % 11 === 0 ? Number.NaN : (i * 7) % 6)),
    rent: rows.map((i) => (i % 60 === 59 ? Number.NaN : 300 + 5 * ((i * i) % 131) + 80 * ((i * 7) % 6))),
  });
}

async function trained(table: hebb.Table, asked: hebb.PlanOptions): Promise<Training> {
  const training = new Training(table, hebb.planTraining(table, asked), Number.POSITIVE_INFINITY, () => {});
  await training.run();
  return training;
}

describe('looks', () => {
  test('numbers have a range, bins and gaps', () => {
    const look = lookAt(new hebb.NumberColumn('x', Float64Array.of(0, 16, 8, 8, Number.NaN)));
    expect(look).toMatchObject({ type: 'number', missing: 1, distinct: 3, range: [0, 16] });
    expect(look.bins).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1]);
  });

  test('texts have their commonest values', () => {
    const look = lookAt(hebb.columnOf('c', ['a', 'b', 'b', null, 'b']));
    expect(look).toMatchObject({ missing: 1, distinct: 2, bins: [] });
    expect(look.top).toEqual([
      { value: 'b', count: 3 },
      { value: 'a', count: 1 },
    ]);
  });

  test('columns without a value, and of one value, can be looked at', () => {
    expect(lookAt(new hebb.NumberColumn('x', Float64Array.of(Number.NaN)))).toMatchObject({ distinct: 0 });
    expect(lookAt(new hebb.NumberColumn('x', Float64Array.of(3, 3))).bins).toEqual([2]);
  });

  test('the guessed target is one that is called so, else the last that can be learned', async () => {
    const guess = (table: hebb.Table): string => guessTarget(table.columns.map(lookAt), table.rowCount);
    expect(guess((await datasets.loadPenguins()).table)).toBe('species');
    expect(guess((await datasets.loadDiamonds()).table)).toBe('price');
    expect(guess(mixed().drop('price'))).toBe('isOld');
  });
});

describe('plans', () => {
  test('every column gets its use', () => {
    const { columns, used, task } = hebb.planTraining(mixed(), wishes('price'));
    expect(columns.map(({ use }) => use)).toEqual([
      'dropped',
      'number',
      'category',
      'flag',
      'date',
      'dropped',
    ]);
    expect(columns[1]).toMatchObject({ missing: 17, marksMissing: true });
    expect(used).toEqual(['it\'s "big"', 'colour', 'isOld', 'day']);
    expect(task).toBe('regression');
  });

  test('is told in sentences', () => {
    const text = sentencesOn(hebb.planTraining(mixed(), wishes('price', ['day'])), 1)
      .map(({ says }) => says)
      .join('\n');
    for (const part of [
      'Regression, since “price” is a number',
      '“id” (numbers its rows)',
      '1 column you left out',
      '24 rows (20 %)',
      '16 ReLU',
    ]) {
      expect(text).toContain(part);
    }
  });

  test('a target that was left out before is predicted', () => {
    expect(hebb.planTraining(mixed(), wishes('price', ['price', 'day'])).used).not.toContain('day');
  });

  test('columns that are left out give nothing away', () => {
    const rows = Array.from({ length: 40 }, (_, i) => i);
    const table = hebb.Table.fromColumns({
      other: rows.map((i) => (i * 11) % 17),
      letter: rows.map((i) => (i % 2 === 0 ? 'a' : 'b')),
      word: rows.map((i) => (i % 2 === 0 ? 'anna' : 'bert')),
    });
    expect(hebb.planTraining(table, wishes('word')).leaks).toEqual(['letter']);
    expect(hebb.planTraining(table, wishes('word', ['letter'])).leaks).toEqual([]);
  });
});

describe('training', () => {
  test('classes: beats the commonest one, whose score is its share', async () => {
    const { table } = await datasets.loadPenguins();
    const { model, plan, train, test: rows } = await trained(table, wishes('species'));
    const { scores, confusion, baseline } = await outcomeOf(model, plan, train.y, rows);
    expect(baseline).toBe('Adelie');
    expect(scores[0].baseline).toBe(rows.y.filter((label) => label === 'Adelie').length / rows.y.length);
    expect(scores[0].model).toBeGreaterThan(0.9);
    expect(confusion?.counts.flat().reduce((sum, n) => sum + n, 0)).toBe(rows.y.length);
  });

  test('numbers: the mean has an R² of about 0', async () => {
    const { model, plan, train, test: rows } = await trained(mixed(600), wishes('price'));
    const { scores, pairs } = await outcomeOf(model, plan, train.y, rows);
    expect(Math.abs(scores[0].baseline)).toBeLessThan(0.05);
    expect(scores[0].model).toBeGreaterThan(0.5);
    expect(Array.from(pairs?.targets ?? [])).toEqual(rows.y);
  });

  test('is held, goes on, and ends early with what is learned', async () => {
    const epochs: number[] = [];
    const table = mixed();
    const training = new Training(table, hebb.planTraining(table, wishes('colour')), 2, ({ epoch }) =>
      epochs.push(epoch),
    );
    const run = training.run();
    await expect.poll(() => epochs.length).toBe(2);
    training.allow(1);
    await expect.poll(() => epochs.length).toBe(3);
    training.finish();
    await run;
    expect(epochs).toEqual([1, 2, 3]);
    expect(await training.model.predict(training.test.X)).toHaveLength(24);
  });

  test('a row as texts is predicted like the row itself', async () => {
    const { model, test: rows } = await trained(mixed(), wishes('price'));
    const all = (await model.predict(rows.X)) as Float64Array;
    for (let row = 0; row < rows.y.length; row++) {
      const [one] = (await model.predict(rowTable(textsOf(rows.X, row), rows.X.columns))) as Float64Array;
      expect(one).toBeCloseTo(all[row], 4);
    }
  });
});

describe('files', () => {
  test.each(fileKinds)('%s', async (kind: FileKind) => {
    const table = mixed().drop('day');
    const { model, test: rows } = await trained(table, wishes('colour'));
    const { name, bytes } = await modelFile(model, kind, 'paint');
    expect(name).toMatch(/^paint\./);
    expect(bytes.length).toBeGreaterThan(500);
    if (kind !== 'hebb') return;
    const loaded = (await hebb.load(bytes)) as typeof model;
    expect(await loaded.predict(rows.X)).toEqual(await model.predict(rows.X));
  });

  test('dates go into a .hebb file; formats without a counterpart say so', async () => {
    const { model } = await trained(mixed(), wishes('colour', [], 2));
    expect((await modelFile(model, 'hebb', 'paint')).bytes.length).toBeGreaterThan(500);
    await expect(modelFile(model, 'onnx', 'paint')).rejects.toThrow('DateFeatures');
    await expect(modelFile(model, 'mjs', 'paint')).rejects.toThrow('DateFeatures');
  });

  test('too large ones are refused with a way out, packed ones when they turn out to be', async () => {
    expect(tooLarge('a.csv', 150e6)).toBeUndefined();
    expect(tooLarge('a.csv', 212e6)).toBe(
      'a.csv has 212 MB; in a page, 150 MB are the most. Take a part of its rows, or train where there is more room: hebb train a.csv --target COLUMN.',
    );
    const packed = new File([gzipSync(`a,b\n${'1,2\n'.repeat(500_000)}`)], 'a.csv.gz');
    await expect(readFile(packed, () => {}, 1e6)).rejects.toThrow('unpacks to more than 1 MB');
    expect((await readFile(packed, () => {})).rowCount).toBe(500_000);
  });

  test.each([
    ['only a header', 'a,b\n', 'no rows'],
    ['one column', 'a\n1\n2\n', 'one column only'],
    ['an open quote', 'a,b\n1,"2\n', 'closing quote is missing'],
    ['ragged rows', 'a,b\n1,2\n1,2,3\n', '3'],
    [
      'too many columns',
      `${Array.from({ length: 501 }, (_, i) => `c${i}`).join()}\n${'1,'.repeat(500)}1\n`,
      '501',
    ],
    ['a page', '<!doctype html><html></html>', 'web page'],
    ['no text', new Uint8Array([0x50, 0x4b, 3, 4, 0]), 'spreadsheet'],
    ['broken gzip', new Uint8Array([0x1f, 0x8b, 8, 0, 1, 2]), 'a.csv is gzip, but damaged'],
  ] as const)('hostile: %s', async (_, content, words) => {
    const file = new File([content as BlobPart], 'a.csv');
    await expect(readFile(file, () => {})).rejects.toThrow(words);
  });
});

describe('code', () => {
  test.each([
    ['penguins', 'species'],
    ['penguins', 'body_mass_g'],
    ['mixed.csv', 'price'],
    ['mixed.csv', 'colour'],
    ['towns.csv', 'rent'],
  ])('%s, %s: runs, and gives the model and the score of the room', async (source, target) => {
    const tables: Readonly<Record<string, () => hebb.Table>> = { 'mixed.csv': mixed, 'towns.csv': manyTowns };
    const table = tables[source]?.() ?? (await datasets.loadPenguins()).table;
    const { model, plan, train, test: rows } = await trained(table, wishes(target));
    const [first] = (await outcomeOf(model, plan, train.y, rows)).scores;
    const code = (
      await transformWithOxc(codeFor(plan, source), 'code.ts', {
        typescript: { onlyRemoveTypeImports: true },
      })
    ).code;
    const names = Array.from(code.matchAll(/^import \{([^}]*)\} from/gm), ([, list]) => list)
      .join(',')
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    const warned = vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const said: unknown[] = [];
    const files: string[] = [];
    const body = code.replaceAll(/^import \{[^}]*\} from .*;$/gm, '');
    const run = new Function(
      `{ ${names.join(', ')} }`,
      'console',
      `return (async () => {${body}\nreturn model;\n})();`,
    );
    const given = {
      ...node,
      ...datasets,
      ...hebb,
      readTable: async () => table,
      writeFile: async (name: string) => files.push(name),
    };
    const made = (await run(given, { log: (value: unknown) => said.push(value) })) as typeof model;
    warned.mockRestore();
    expect(made.toState()).toEqual(model.toState());
    expect(said).toEqual([first.model]);
    expect(files).toEqual(['model.hebb']);
  });

  test('more categories than become columns are written as they are planned', async () => {
    const table = manyTowns();
    const plan = hebb.planTraining(table, wishes('rent'));
    expect(plan.columns[0]).toMatchObject({ use: 'category', note: '66 categories, the rarer ones as one' });
    const { model } = await trained(table, wishes('rent'));
    const names = (model.namedSteps.columns as hebb.ColumnTransformer).getFeatureNamesOut();
    const [own] = Array.from(codeFor(plan, 'towns.csv').matchAll(/maxCategories: (\d+)/g), ([, n]) =>
      Number(n),
    );
    expect(names.filter((name) => name.startsWith('categories__'))).toHaveLength(own);
    expect(sentencesOn(plan, 0).some(({ says }) => says.includes(`, ${own} at most`))).toBe(true);
  });
});
