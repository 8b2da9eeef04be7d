/** `hebb train --studio` in a real browser: the training is seen as it goes, and the program ends when its end was seen. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessFindings, browserPath, photograph, StudioBrowser } from './studio-page.ts';

const program = fileURLToPath(new URL('../../dist/bundle/cli/main.js', import.meta.url));

interface End {
  readonly code: number | null;
  /** What it wrote to stderr. */
  readonly said: string;
}

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

  /** Start a training: the address that it says, and how it ends. */
  function start(...args: string[]): { address: Promise<string>; end: Promise<End> } {
    const child = spawn(process.execPath, [program, 'train', ...args, '--studio'], { cwd: folder });
    let said = '';
    const address = new Promise<string>((resolve, reject) => {
      child.stderr?.on('data', (text: Buffer) => {
        said += text;
        const found = /Live at (\S+)/.exec(said);
        if (found !== null) resolve(found[1]);
      });
      child.on('exit', () => reject(new Error(said)));
    });
    const end = new Promise<End>((resolve) => child.on('close', (code) => resolve({ code, said })));
    return { address, end };
  }

  test('a page shows it, and its end', async () => {
    const { address, end } = start('diamonds', '--target', 'price', '--epochs', '8');
    const page = await studio.pageAt(await address);
    await page.getByText('price of diamonds, 53,940 rows').waitFor();
    await page.getByText('The training is over, and the model is saved.').waitFor();
    await page.getByRole('row', { name: /R²/ }).waitFor();
    await photograph(page, 'live');
    expect(await accessFindings(page)).toEqual([]);
    expect(await end).toMatchObject({ code: 0 });
    await page.context().close();
  });

  test('without a page the program ends by itself', async () => {
    const { end } = start('penguins', '--target', 'species', '--epochs', '3', '--quiet');
    expect(await end).toMatchObject({ code: 0 });
  });

  test('a page without a training says how to start one', async () => {
    const page = await studio.page('#live');
    await page.getByText('No training is running here').waitFor();
    await page.context().close();
  });
});
