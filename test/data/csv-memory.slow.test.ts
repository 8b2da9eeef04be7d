/**
 * A CSV file of 200 MB in a process of its own: at its peak, reading it takes at most three times the memory of
 * the numbers in it, plain and gzipped.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGzip } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { temporaryFolder } from '../cli/fake-terminal.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const columns = 16;
const rows = 1_600_000;

async function writeNumbers(path: string): Promise<void> {
  const file = createWriteStream(path);
  file.write(`${Array.from({ length: columns }, (_, j) => `c${j}`).join(',')}\n`);
  for (let start = 0; start < rows; start += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, k) => {
      const cells = Array.from({ length: columns }, (_, j) => ((start + k) * (j + 3) * 0.6180339887) % 1);
      return `${cells.map((cell, j) => (j === 5 && k % 7 === 0 ? '' : cell.toFixed(5))).join(',')}\n`;
    });
    if (!file.write(lines.join(''))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}

/** The most memory in bytes that reading took beyond what the process had before, and what came of it. */
async function reading(path: string): Promise<{ peak: number; cells: number; last: number; size: number }> {
  const program = `
    import { statSync } from 'node:fs';
    import { readTable } from '${new URL('../../dist/bundle/node/index.js', import.meta.url)}';
    const before = process.memoryUsage.rss();
    const table = await readTable(process.argv[1]);
    const peak = process.resourceUsage().maxRSS * 1024 - before;
    const cells = table.rowCount * table.columns.length;
    const last = table.columns.at(-1).at(table.rowCount - 1);
    console.log(JSON.stringify({ peak, cells, last, size: statSync(process.argv[1]).size }));`;
  const args = ['--input-type=module', '--eval', program, path];
  return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout);
}

test('takes at most three times the size of its numbers', async () => {
  const plain = folder.path('numbers.csv');
  await writeNumbers(plain);
  await pipeline(createReadStream(plain), createGzip({ level: 1 }), createWriteStream(`${plain}.gz`));
  for (const path of [plain, `${plain}.gz`]) {
    const { peak, cells, last, size } = await reading(path);
    expect(cells).toBe(rows * columns);
    expect(last).toBe(Number((((rows - 1) * (columns + 2) * 0.6180339887) % 1).toFixed(5)));
    if (path === plain) expect(size).toBeGreaterThan(200e6);
    expect(peak).toBeLessThan(3 * 8 * cells);
  }
});
