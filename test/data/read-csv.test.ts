/** CSV from bytes: streams, gzip, encodings, and what happens when they are damaged. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ByteSource } from '../../src/data/bytes.ts';
import { parseCsv } from '../../src/data/csv.ts';
import { readCsv } from '../../src/data/read-csv.ts';

const csv = `name,x\n${Array.from({ length: 500 }, (_, i) => `"Ünïcode ""${i % 7}""\nline",${i / 8}`).join('\n')}\n`;
const expected = [...parseCsv(csv).rows()];

/** Bytes in pieces of `size`. */
function inPieces(bytes: Uint8Array, size: number): ByteSource {
  const open = (): ReadableStream<Uint8Array<ArrayBuffer>> =>
    new ReadableStream({
      start(controller) {
        for (let i = 0; i < bytes.length; i += size) controller.enqueue(bytes.slice(i, i + size));
        controller.close();
      },
    });
  return { name: 'pieces.csv', open };
}

describe('readCsv', () => {
  const bytes = new TextEncoder().encode(csv);

  test.each([
    ['bytes', bytes],
    ['a buffer', bytes.buffer],
    ['a Blob', new Blob([bytes])],
    ['a File', new File([bytes], 'x.csv')],
    ['gzip', new Uint8Array(gzipSync(bytes))],
    ['pieces of one byte', inPieces(bytes, 1)],
    ['pieces of 37 bytes', inPieces(bytes, 37)],
    ['gzip in pieces of one byte', inPieces(gzipSync(bytes), 1)],
    ['UTF-16', Uint8Array.from([0xff, 0xfe, ...Buffer.from(csv, 'utf16le')])],
  ])('%s', async (_, source) => {
    expect([...(await readCsv(source)).rows()]).toEqual(expected);
  });

  test('another encoding, when told', async () => {
    const latin = Uint8Array.from(Buffer.from('city\nKöln\n', 'latin1'));
    expect((await readCsv(latin, { encoding: 'windows-1252' })).column('city').at(0)).toBe('Köln');
    await expect(readCsv(new File([latin], 'towns.csv'))).rejects.toMatchObject({
      code: 'CORRUPT_FILE',
      message: expect.stringMatching(
        /^towns\.csv, line 2: this is not UTF-8 text; .*such as windows-1252, name that with the option encoding/,
      ),
    });
    await expect(readCsv(latin, { encoding: 'klingon' })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });

  test('damaged gzip', async () => {
    const whole = gzipSync(bytes);
    for (const damaged of [whole.subarray(0, whole.length / 2), whole.with(whole.length >> 1, 0)]) {
      await expect(readCsv(new File([Uint8Array.from(damaged)], 'x.csv.gz'))).rejects.toMatchObject({
        code: 'CORRUPT_FILE',
        message: 'x.csv.gz is gzip, but damaged or cut short.',
      });
    }
  });

  test('a row that never ends is refused before it fills the memory', async () => {
    const endless: ByteSource = {
      name: 'endless.csv',
      open: () =>
        new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1 << 20).fill(97)) }),
    };
    await expect(readCsv(endless)).rejects.toMatchObject({
      code: 'CORRUPT_FILE',
      message: expect.stringMatching(/^endless\.csv, line 1: the row that begins here does not end/),
    });
  });

  test('200 MB in a single line, gzipped or not, are refused after a part of it', async () => {
    for (const cell of ['1,', '"x']) {
      const piece = new TextEncoder().encode(cell.repeat(1 << 17));
      let opened = 0;
      const line: ByteSource = {
        name: 'line.csv',
        open: () => {
          let left = 800;
          return new ReadableStream({
            pull(controller) {
              opened++;
              if (left-- > 0) controller.enqueue(piece);
              else controller.close();
            },
          });
        },
      };
      await expect(readCsv(line)).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
      expect(opened).toBeLessThan(100);
    }
  });

  test('binary rubbish is called that', async () => {
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13);
    await expect(readCsv(new File([png], 'x.csv'))).rejects.toMatchObject({
      code: 'CORRUPT_FILE',
      message: 'x.csv, line 3: this is a binary file, not text (it contains zero bytes).',
    });
  });

  test('bytes that are not UTF-8 are found on their line, wherever the pieces are cut', async () => {
    const good = new TextEncoder().encode(Array(50).fill('Zürich,Bad Wörishofen').join('\n'));
    const wrong = Uint8Array.from([...good, 10, 0x4b, 0xf6, 0x6c, 0x6e, 44, 120, 10]);
    for (const size of [1, 2, 3, 5, 64, 1 << 12]) {
      await expect(readCsv(inPieces(wrong, size)), `pieces of ${size}`).rejects.toMatchObject({
        code: 'CORRUPT_FILE',
        message: expect.stringMatching(/^pieces\.csv, line 51: this is not UTF-8 text/),
      });
    }
  });

  test('tells its progress over both readings, and ends when its signal says so', async () => {
    const seen: [number, number][] = [];
    await readCsv(new Uint8Array(gzipSync(bytes)), { onProgress: (...step) => seen.push(step) });
    const total = 2 * gzipSync(bytes).length;
    expect(seen.at(-1)).toEqual([total, total]);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(readCsv(bytes, { signal })).rejects.toThrow('enough');
  });

  test('a path is told where paths are read', async () => {
    await expect(readCsv('penguins.csv' as unknown as Blob)).rejects.toMatchObject({
      code: 'INVALID_VALUE',
      message:
        "expected a File, a Blob or bytes, got 'penguins.csv'; files are read by path with readTable of 'hebb/node'.",
    });
  });

  test('the name given is the name in messages', async () => {
    await expect(readCsv(new Uint8Array(0), { name: 'data/a.csv' })).rejects.toMatchObject({
      code: 'EMPTY_DATA',
      message: 'data/a.csv is empty.',
    });
  });
});
