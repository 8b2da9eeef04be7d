/** `hebb predict` in a process of its own: more rows must not take more memory, once there are enough to fill its buffers. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { hebb, temporaryFolder } from './fake-terminal.ts';

const program = fileURLToPath(new URL('../../dist/bundle/cli/main.js', import.meta.url));
const folder = temporaryFolder();
afterAll(() => folder.remove());

/** The rows of a table as predict reads them: numbers, a category, and a text that differs in every row. */
async function writeRows(name: string, rows: number): Promise<string> {
  const path = folder.path(name);
  const file = createWriteStream(path);
  file.write('carat,cut,color,clarity,depth,table,x,y,z,note\n');
  for (let start = 0; start < rows; start += 10_000) {
    const block = Array.from({ length: 10_000 }, (_, k) => {
      const i = start + k;
      return `${(i % 300) / 100},Ideal,G,SI1,61.${i % 10},${55 + (i % 7)},5.${i % 90},5.1,3.2,"row ${i}, of many"\n`;
    });
    if (!file.write(block.join(''))) await once(file, 'drain');
  }
  file.end();
  await finished(file);
  return path;
}

/** The most memory in MB that predicting took, and what came on stdout, in bytes. */
function peak(args: readonly string[]): Promise<{ peak: number; bytes: number }> {
  const report = 'process.on("exit", () => console.error("peak " + process.resourceUsage().maxRSS / 1024))';
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [
      '--import',
      `data:text/javascript,${encodeURIComponent(report)}`,
      program,
      'predict',
      ...args,
    ]);
    let [stderr, bytes] = ['', 0];
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      // a slow reader: what is written must wait for it
      child.stdout.pause();
      setTimeout(() => child.stdout.resume(), 1);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve({ peak: Number(/peak ([\d.]+)/.exec(stderr)?.[1]), bytes });
      else reject(new Error(stderr));
    });
  });
}

test('a million rows take the memory of three hundred thousand', async () => {
  const model = folder.path('d.hebb');
  await hebb(['train', 'diamonds', '-t', 'price', '-q', '-o', model, '--epochs', '1']);
  const few = await writeRows('few.csv', 300_000);
  const many = await writeRows('many.csv', 1_000_000);
  for (const more of [[], ['-o', folder.path('p.csv')]]) {
    const small = await peak([model, few, ...more]);
    const large = await peak([model, many, ...more]);
    expect(small.peak).toBeGreaterThan(40);
    expect(large.peak).toBeLessThan(small.peak + 60);
    if (more.length === 0) expect(large.bytes).toBeGreaterThan(50e6);
  }
});
