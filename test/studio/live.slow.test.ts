/** `hebb train --studio` in a real browser: the training is seen as it goes, and the program ends when its end was seen. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessFindings, browserPath, photograph, StudioBrowser } from './studio-page.ts';

const program = fileURLToPath(new URL('../../dist/bundle/cli/main.js', import.meta.url));

describe.skipIf(browserPath === undefined)('a training shown live (needs a browser)', () => {
  let studio: StudioBrowser;
  let folder: string;
  beforeAll(async () => {
    studio = await StudioBrowser.open();
    folder = await mkdtemp(join(tmpdir(), 'hebb-live-'));
  });
  afterAll(async () => {
    await studio.close();
    await rm(folder, { recursive: true });
  });

  /** Start a training; resolves to the address that it says. */
  function start(...args: string[]): {
    child: ChildProcess;
    address: Promise<string>;
    code: Promise<number | null>;
  } {
    const child = spawn(process.execPath, [program, 'train', ...args, '--studio'], { cwd: folder });
    const address = new Promise<string>((resolve, reject) => {
      let said = '';
      child.stderr?.on('data', (text: Buffer) => {
        said += text;
        const found = /Live at (\S+)/.exec(said);
        if (found !== null) resolve(found[1]);
      });
      child.on('exit', () => reject(new Error(said)));
    });
    return { child, address, code: new Promise((resolve) => child.on('exit', resolve)) };
  }

  test('a page shows it, and its end', async () => {
    const { address, code } = start('diamonds', '--target', 'price', '--epochs', '8');
    const page = await studio.pageAt(await address);
    await page.getByText('price of diamonds, 53,940 rows').waitFor({ timeout: 60_000 });
    await page.getByText('The training is over, and the model is saved.').waitFor({ timeout: 120_000 });
    await page.getByRole('row', { name: /R²/ }).waitFor();
    await photograph(page, 'live');
    expect(await accessFindings(page)).toEqual([]);
    expect(await code).toBe(0);
    await page.context().close();
  });

  test('without a page the program ends by itself', async () => {
    const { code } = start('penguins', '--target', 'species', '--epochs', '3', '--quiet');
    expect(await code).toBe(0);
  });

  test('a page without a training says how to start one', async () => {
    const page = await studio.page('#live');
    await page.getByText('No training is running here').waitFor();
    await page.context().close();
  });
});
