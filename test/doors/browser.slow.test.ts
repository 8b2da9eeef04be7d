/**
 * The doors in a browser: the installed package bundled by Vite, what the bundle holds and weighs, and the
 * same training as in Node with the same result.
 */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { build, preview, type Rollup } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Installed, installPackage, succeed } from './installed-package.ts';

const maxKilobytes = 60;
const browser = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

let installed: Installed;
beforeAll(async () => {
  installed = await installPackage();
});
afterAll(() => rm(dirname(installed.project), { recursive: true }));

/** Bundle one file of the project for browsers; the texts of all scripts that come out. */
async function bundle(input: string): Promise<Rollup.OutputChunk[]> {
  const output = await build({
    root: installed.project,
    logLevel: 'error',
    build: {
      outDir: join(installed.project, 'bundle'),
      rollupOptions: { input: join(installed.project, input) },
    },
  });
  return (output as Rollup.RollupOutput).output.filter((part) => part.type === 'chunk');
}

/** Gzipped, in kB. */
function weightOf(chunks: readonly Rollup.OutputChunk[]): number {
  return chunks.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0) / 1000;
}

/** The chunks a page loads at once; those of a rarely used option follow when it is used. */
function loadedAtOnce(chunks: readonly Rollup.OutputChunk[]): Rollup.OutputChunk[] {
  const loaded = new Set(chunks.filter((chunk) => chunk.isEntry));
  for (const { imports } of loaded) {
    for (const chunk of chunks) if (imports.includes(chunk.fileName)) loaded.add(chunk);
  }
  return [...loaded];
}

test(`MLPClassifier and StandardScaler weigh less than ${maxKilobytes} kB`, async () => {
  const chunks = await bundle('small.mjs');
  const kilobytes = weightOf(loadedAtOnce(chunks));
  const all = weightOf(chunks);
  console.log(
    `bundle of MLPClassifier and StandardScaler: ${kilobytes.toFixed(1)} kB gzipped, ${all.toFixed(1)} with what is loaded when it is used`,
  );
  expect(all).toBeGreaterThan(kilobytes);
  expect(chunks.map(({ code }) => code).join('\n')).not.toMatch(/["'`]node:|\brequire\(/);
  expect(kilobytes).toBeLessThan(maxKilobytes);
});

describe('a page', () => {
  test('is bundled without anything of Node', async () => {
    const chunks = await bundle('index.html');
    expect(chunks.map(({ code }) => code).join('\n')).not.toMatch(/["'`]node:|\brequire\(/);
  });

  test.skipIf(browser === undefined).each([
    ['with threads where the page is cross-origin isolated', true],
    ['on one thread elsewhere', false],
  ])('trains as Node does, %s (needs chromium)', async (_, isolated) => {
    const { predicted } = JSON.parse(
      (await succeed(process.execPath, ['smoke.mjs'], installed.project))
        .trimEnd()
        .split('\n')
        .at(-1) as string,
    );
    await bundle('index.html');
    const server = await preview({
      root: installed.project,
      logLevel: 'error',
      build: { outDir: join(installed.project, 'bundle') },
      preview: {
        host: '127.0.0.1',
        port: 0,
        headers: isolated
          ? { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
          : {},
      },
    });
    const chrome = await chromium.launch({ executablePath: browser, args: ['--no-sandbox'] });
    try {
      const page = await chrome.newPage();
      await page.goto(server.resolvedUrls?.local[0] as string);
      await page.waitForFunction("document.title === 'done'", undefined, { timeout: 60_000 });
      expect(await page.evaluate('window.result')).toEqual({
        engine: 'auto',
        predicted,
        sameAfterLoading: true,
        isolated,
        threadsMeasured: isolated,
        penguins: 344,
      });
    } finally {
      await chrome.close();
      await server.close();
    }
  });
});
