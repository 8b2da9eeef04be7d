/**
 * Takes the pictures of the studio that the documentation shows: `npm run build && npm run build:studio`, then
 * `node studio/pictures.mjs`. Needs a chromium.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/** The room's own drawing of a 5. */
const five = 'b034823660385c706771786e89709976a67fae8cb29ab0a8a9b59dc08ec77dca6cc95cc34fba';
const pictures = [
  {
    file: 'playground.png',
    room: 'playground?h=8-8-6&s=3',
    scheme: 'light',
    until: () => Number(document.querySelector('[data-reading="epoch"]')?.textContent) > 500,
  },
  {
    file: 'neurons.png',
    room: 'neurons',
    scheme: 'dark',
    until: () => document.querySelector('.diagram') !== null,
  },
  {
    // A drawing: images of the data do not belong into the repository.
    file: 'digits.png',
    room: `digits?v=drawn&w=${five}`,
    scheme: 'light',
    until: () => document.querySelector('.bars .says') !== null,
  },
];
const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
const root = new URL('../', import.meta.url);

const server = spawn(process.execPath, ['dist/bundle/cli/main.js', 'studio', '--no-open'], { cwd: root });
const [line] = (await createInterface({ input: server.stdout })[Symbol.asyncIterator]().next()).value.match(
  /http\S+/,
);
const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
try {
  for (const { file, room, scheme, until } of pictures) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: scheme });
    await page.goto(`${line}#${room}`);
    await page.waitForFunction(until, undefined, { timeout: 120_000 });
    await page.screenshot({ path: fileURLToPath(new URL(`docs/studio/${file}`, root)) });
    await page.close();
  }
} finally {
  await browser.close();
  server.kill('SIGINT');
}
