/**
 * Every reader against damaged copies of good files: each must be read or be refused with a `HebbError`, in a
 * moment and without filling the memory.
 */
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { tableFromArrays, tableToIPC } from '@uwdata/flechette';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { HebbError } from '../../src/core/errors.ts';
import { readArff } from '../../src/data/arff.ts';
import { readJsonLines } from '../../src/data/json-lines.ts';
import { readArrow } from '../../src/data/read-arrow.ts';
import { readCsv } from '../../src/data/read-csv.ts';
import { readIdxTable } from '../../src/data/read-idx.ts';
import { readParquet } from '../../src/data/read-parquet.ts';
import { readTable } from '../../src/data/read-table.ts';
import type { Table } from '../../src/data/table.ts';
import { mutants } from './mutants.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

const csv = [
  utf8('name,age,born,ok\n"Köln, am ""Rhein""\n",3.5e-2,2024-02-29,true\nBonn,NA,,false\n'),
  utf8('a;b\r\n1,5;x\r\n"2";y\r\n'),
  utf8('\uFEFFx\ty\n1\t2\n\n3\t4'),
  Uint8Array.from([0xff, 0xfe, ...Buffer.from('a,b\n1,ü\n', 'utf16le')]),
];
const jsonLines = [
  utf8('{"a": 1.5, "b": "x\\n\\u00e9", "c": true}\n{"a": null, "d": "2024-02-29"}\r\n\n{"c": false}'),
  utf8('{"__proto__": 1, "a": "NA"}\n{"a": "31"}\n'),
];
const arff = [
  utf8(
    "% pets\n@relation r\n@attribute a numeric\n@attribute 'b c' {x,'y z',\"w\"}\n@attribute d string\n@attribute e date 'dd.MM.yyyy'\n@data\n1,x,'it\\'s',29.02.2024\n?,?,?,?\n-2e3, 'y z', \"q\\n\", '01.01.1970' % end\n",
  ),
  utf8('@attribute a real\n@attribute b {u,v}\n@attribute c string\n@data\n{0 1.5, 1 v}\n{}\n{2 "x y"}\n'),
];
const idx = [
  Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255),
  Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 9, 7),
];
const compressors = {
  GZIP: (bytes: Uint8Array) => gzipSync(bytes),
  BROTLI: (bytes: Uint8Array) => brotliCompressSync(bytes),
};
const parquet = (['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI'] as const).flatMap((codec) =>
  [12, 80].map((count) => {
    const list = <T>(value: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => value(i));
    const columnData = [
      { name: 'f', data: list((i) => (i % 5 === 2 ? null : i / 3)), type: 'DOUBLE', nullable: true },
      { name: 'i', data: list((i) => i - 7), type: 'INT32' },
      { name: 'big', data: list((i) => BigInt(i) ** 9n), type: 'INT64' },
      { name: 'b', data: list((i) => i % 3 === 0), type: 'BOOLEAN' },
      { name: 't', data: list((i) => ['x', 'yy', 'zzz'][i % 3]), type: 'STRING' },
      { name: 'd', data: list((i) => new Date(i * 1e9)), type: 'TIMESTAMP' },
    ] as const;
    return new Uint8Array(
      parquetWriteBuffer({ columnData: [...columnData], codec, compressors, rowGroupSize: 30 }),
    );
  }),
);
const arrow = (['file', 'stream'] as const).map((format) => {
  const table = tableFromArrays({
    f: [1.5, null, -2],
    g: Float64Array.of(1, 2, 3),
    b: [true, false, null],
    t: ['x', null, 'Köln'],
    d: [new Date(0), new Date(1e12), null],
  });
  return Uint8Array.from(tableToIPC(table, { format }) as Uint8Array);
});
const zipped = [...csv, ...arff, ...idx].map((bytes) => Uint8Array.from(gzipSync(bytes)));

/** A reader and good files for it. */
export interface FuzzedReader {
  readonly name: string;
  readonly files: readonly Bytes[];
  /** How the files are damaged. */
  readonly damage: (files: readonly Bytes[], seed: number) => Iterable<Bytes>;
  /** Reads bytes, and uses what came of them. */
  readonly read: (bytes: Bytes) => Promise<void>;
}

const reader = (
  name: string,
  files: readonly Bytes[],
  read: (bytes: Bytes) => Promise<Table>,
): FuzzedReader => ({
  name,
  files,
  damage: mutants,
  read: async (bytes) => {
    const table = await read(bytes);
    if (!(table.rowCount > 0) || table.toRows().length !== table.rowCount) throw new Error('no rows');
    table.describe();
  },
});

export const fuzzedReaders: readonly FuzzedReader[] = [
  reader('CSV', csv, (bytes) => readCsv(bytes)),
  reader('CSV with decimal commas', csv, (bytes) => readCsv(bytes, { decimal: ',' })),
  reader('JSON lines', jsonLines, (bytes) => readJsonLines(bytes)),
  reader('ARFF', arff, (bytes) => readArff(bytes)),
  reader('idx', idx, (bytes) => readIdxTable(bytes)),
  reader('Parquet', parquet, (bytes) => readParquet(bytes)),
  reader('Arrow', arrow, (bytes) => readArrow(bytes)),
  reader('anything, gzipped or not', [...zipped, ...csv, ...jsonLines, ...arff, ...idx, ...arrow], (bytes) =>
    readTable(bytes),
  ),
];

/** No damaged copy may take more of the processor's time, in milliseconds; other tests' time counts too. */
const patience = 10_000;
/** To ask for that time takes longer than most copies: it is asked once for so many, and whenever one has taken long. */
const copiesBetween = 100;
const longWait = 1000;
/** The process may grow by so many bytes. */
const mostMemory = 1 << 30;

/**
 * Read `count` damaged copies.
 *
 * @throws Error at the first one that ends in an error that is no `HebbError`, with its bytes
 */
export async function fuzz(
  reader: FuzzedReader,
  count: number,
  seed: number,
): Promise<{ read: number; refused: number }> {
  const { name, files, damage, read } = reader;
  const memory = process.memoryUsage.rss();
  const outcome = { read: 0, refused: 0 };
  let number = 0;
  let since = process.cpuUsage();
  for (const bytes of damage(files, seed)) {
    if (number++ === count) break;
    if (number % copiesBetween === 0) since = process.cpuUsage();
    const start = performance.now();
    const failed = (what: string, cause?: unknown): Error =>
      new Error(
        `${name}, seed ${seed}, mutant ${number}: ${what}\n${Buffer.from(bytes).toString('base64')}`,
        { cause },
      );
    try {
      await read(bytes);
      outcome.read++;
    } catch (error) {
      if (!(error instanceof HebbError)) throw failed(String(error), error);
      outcome.refused++;
    }
    if (performance.now() - start > longWait) {
      const { user, system } = process.cpuUsage(since);
      if (user + system > 1000 * patience) throw failed(`took ${Math.round((user + system) / 1000)} ms`);
      since = process.cpuUsage();
    }
    const grown = process.memoryUsage.rss() - memory;
    if (grown > mostMemory) throw failed(`${Math.round(grown / 2 ** 20)} MiB more in memory`);
  }
  return outcome;
}
