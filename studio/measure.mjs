/**
 * Measures how the studio feels: first paint, the weight of the first screen's scripts, frames and long tasks while a
 * network trains, and how long the spiral takes. `npm run build && npm run build:studio`, then
 * `node studio/measure.mjs`. Needs a chromium, and a machine that does nothing else.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

/** Seconds of training that are watched. */
const SECONDS = 10;
const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);

const server = spawn(process.execPath, ['dist/bundle/cli/main.js', 'studio', '--no-open'], {
  cwd: new URL('../', import.meta.url),
});
const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
const [url] = (await lines.next()).value.match(/http\S+/);
const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
const say = (what, value) => console.log(`${what.padEnd(52)}${value}`);

async function firstVisit() {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const scripts = [];
  page.on('response', async (response) => {
    if (response.url().endsWith('.js')) scripts.push(gzipSync(await response.body(), { level: 9 }).length);
  });
  const begin = Date.now();
  await page.goto(url);
  await page.waitForFunction(() => Number(document.querySelector('[data-reading="epoch"]')?.textContent) > 0);
  say('first epoch shown, ms after the address was opened', Date.now() - begin);
  const paint = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  );
  say('first contentful paint, ms', Math.round(paint));
  const sum = scripts.reduce((all, bytes) => all + bytes, 0);
  say('scripts of the first screen, workers too, kB gzip', (sum / 1000).toFixed(1));
  await page.close();
}

async function whileTraining() {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(url);
  await page.waitForFunction(
    () => Number(document.querySelector('[data-reading="epoch"]')?.textContent) > 20,
  );
  const { frames, tasks } = await page.evaluate(
    (seconds) =>
      new Promise((resolve) => {
        const tasks = [];
        new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) tasks.push(Math.round(duration));
        }).observe({ type: 'longtask' });
        let frames = 0;
        const begin = performance.now();
        const count = () => {
          frames++;
          if (performance.now() - begin < 1000 * seconds) requestAnimationFrame(count);
          else resolve({ frames, tasks });
        };
        requestAnimationFrame(count);
      }),
    SECONDS,
  );
  say('frames a second while training', (frames / SECONDS).toFixed(1));
  say(`main-thread tasks over 50 ms in ${SECONDS} s`, tasks.length === 0 ? 'none' : tasks.join(', '));
  await page.close();
}

async function spiral(place) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${url}#playground?${place}`);
  await page.waitForFunction(() => document.querySelector('[data-reading="test-score"]') !== null);
  await page.getByLabel('Speed').selectOption('full');
  const begin = Date.now();
  await page.waitForFunction(
    () => Number.parseFloat(document.querySelector('[data-reading="test-score"]')?.textContent ?? '0') >= 97,
    undefined,
    { timeout: 120_000 },
  );
  const epoch = await page.locator('[data-reading="epoch"]').textContent();
  say(`spiral (${place}) 97 % right, s`, `${((Date.now() - begin) / 1000).toFixed(1)} (epoch ${epoch})`);
  await page.close();
}

try {
  await firstVisit();
  await whileTraining();
  await spiral('f=x1.x2.sinx1.sinx2&h=8-8');
} finally {
  await browser.close();
  server.kill('SIGINT');
}
