/** “Your data” in a real browser: tables chosen, dropped, refused; trained, tried and taken along. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Download, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { load, type Pipeline, type Predictor, Table } from '../../src/index.ts';
import { accessFindings, checkLook, describeInBrowser, looks, photograph, reading } from './studio-page.ts';

/** Rows of which the target follows from two columns. */
function shopTable(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const [area, floor] = [30 + ((i * 37) % 120), (i * 11) % 7];
    return `${i},${i % 9 === 0 ? '' : area},${floor},${['north', 'south', 'east'][i % 3]},${i % 4 === 0},${9 * area - 20 * floor + 50 * (i % 3)}`;
  });
  return ['id,area,floor,side,lift,rent', ...lines].join('\n');
}

describeInBrowser('your data', (studio) => {
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const choose = (page: Page, name: string, content: string | Buffer) =>
    page
      .getByLabel('File with a table')
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
  const scored = (page: Page) => page.locator('[data-reading="test-score"]').waitFor();
  const weighed = (page: Page) => page.getByText('falls when a column is shuffled').waitFor();

  test('a CSV is read, trained and scored, a row tried, and the model predicts the same elsewhere', async () => {
    const page = await studio().page('#your-data');
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.method()} ${request.url()}`));
    await page.getByText('Nothing of it is sent anywhere').waitFor();
    await choose(page, 'flats.csv', shopTable(600));
    expect(await page.getByLabel('Column to predict').inputValue()).toBe('rent');
    await page.getByText('left out: numbers its rows').waitFor();
    await page.getByText('Regression, since “rent” is a number').waitFor();
    await button(page, 'Play').click();
    await scored(page);
    expect(await reading(page, 'test-score')).toBeGreaterThan(0.8);
    await weighed(page);
    await page.getByLabel('area', { exact: true }).fill('100');
    await page.getByLabel('floor', { exact: true }).fill('2');
    await page.getByLabel('side', { exact: true }).selectOption('south');
    await page.getByLabel('lift', { exact: true }).selectOption('true');
    await page.getByText('Changed by you.').waitFor();
    await page.waitForTimeout(500);
    const seen = await reading(page, 'prediction');
    await page.getByText('The same in TypeScript').click();
    const code = await page.locator('.code', { hasText: "readTable('flats.csv')" }).textContent();
    expect(code).toContain('new TransformedTargetRegressor({');
    const files: Download[] = [];
    for (const name of ['Model (.hebb)', 'ONNX (.onnx)', 'JavaScript (.mjs)', 'Network (.keras)']) {
      const download = page.waitForEvent('download');
      await button(page, name).click();
      files.push(await download);
    }
    expect(files.map((file) => file.suggestedFilename())).toEqual([
      'flats.hebb',
      'flats.onnx',
      'flats.mjs',
      'flats.network.keras',
    ]);
    const model = (await load(await readFile(await files[0].path()))) as Pipeline<Predictor>;
    const row = Table.fromRows([{ area: 100, floor: 2, side: 'south', lift: true }]);
    const [expected] = (await model.predict(row)) as Float64Array;
    expect(Math.abs(seen - expected)).toBeLessThanOrEqual(Math.abs(expected) * 0.006);
    expect(sent.filter((line) => !line.startsWith('GET ') || line.includes('flats'))).toEqual([]);
    expect(page.url()).not.toContain('rent');
    await page.context().close();
  });

  test('a Parquet file is read and trained', async () => {
    const page = await studio().page('#your-data');
    const x = Array.from({ length: 400 }, (_, i) => ((i * 37) % 101) + 0.5);
    const columnData = [
      { name: 'x', data: x, type: 'DOUBLE' as const },
      { name: 'kind', data: x.map((_, i) => ['a', 'b', 'c'][i % 3]), type: 'STRING' as const },
      { name: 'y', data: x.map((value, i) => 3 * value + (i % 3)), type: 'DOUBLE' as const },
    ];
    await choose(page, 'lines.parquet', Buffer.from(parquetWriteBuffer({ columnData })));
    await button(page, 'Play').click();
    await scored(page);
    expect(await reading(page, 'test-score')).toBeGreaterThan(0.95);
    await page.context().close();
  });

  test('a column that gives the target away is told, and left out by a click', async () => {
    const page = await studio().page('#your-data');
    const rows = Array.from(
      { length: 60 },
      (_, i) => `${(i * 7) % 60},${500 * ((i * 7) % 60)},${(i * 11) % 17}`,
    );
    await choose(page, 'copy.csv', ['euros,cents,other', ...rows].join('\n'));
    await page.getByLabel('Column to predict').selectOption('euros');
    await page.getByText('“cents” gives the target away').waitFor();
    await button(page, 'Leave it out').click();
    await page.getByText('left out by you').waitFor();
    expect(await page.getByText('gives the target away').count()).toBe(0);
    await page.context().close();
  });

  test('pauses, steps, stops early and rewinds', async () => {
    const page = await studio().page('#your-data?d=diamonds&e=1000');
    await button(page, 'One step').click();
    await expect.poll(() => reading(page, 'epoch')).toBe(1);
    await page.getByText('Paused.').waitFor();
    await button(page, 'Play').click();
    await expect.poll(() => reading(page, 'epoch')).toBeGreaterThan(3);
    await button(page, 'Pause').click();
    await page.waitForTimeout(1500);
    const at = await reading(page, 'epoch');
    await page.waitForTimeout(1000);
    expect(await reading(page, 'epoch')).toBe(at);
    await button(page, 'Stop here and score').click();
    await scored(page);
    expect(await reading(page, 'test-score')).toBeGreaterThan(0.9);
    await page.getByLabel(/^Predictions of price over targets/).waitFor();
    await weighed(page);
    await button(page, 'Rewind to the same start').click();
    await expect.poll(() => reading(page, 'epoch')).toBe(0);
    expect(await page.locator('[data-reading="test-score"]').count()).toBe(0);
    await page.context().close();
  });

  test('a shared link to a sample opens the same target and settings, with the same numbers', async () => {
    const run = async (place: string): Promise<[string, string | null]> => {
      const page = await studio().page(place);
      await button(page, 'Play').waitFor();
      if (!place.includes('t=sex')) await page.getByLabel('Column to predict').selectOption('sex');
      await page.getByText('since “sex” is text').waitFor();
      await button(page, 'Play').click();
      await scored(page);
      const loss = await page.locator('[data-reading="loss"]').textContent();
      const url = page.url();
      await page.context().close();
      return [url, loss];
    };
    const first = await run('#your-data?d=penguins&h=16&e=50&s=7');
    expect(first[0]).toContain('t=sex');
    expect(await run(first[0].slice(first[0].indexOf('#')))).toEqual(first);
  });

  test.each([
    ['bad.csv', 'a,b\n1,"2\n', 'a closing quote is missing'],
    ['page.csv', '<!doctype html><html></html>', 'is a web page'],
    ['zip.csv', 'PK\x03\x04 and so on', 'a zip archive or a spreadsheet'],
    ['empty.csv', '', 'empty.csv'],
    [
      'wide.csv',
      `${Array.from({ length: 900 }, (_, i) => `c${i}`).join()}\n${'1,'.repeat(899)}1\n`,
      '900 columns',
    ],
  ])('%s is refused in words, with a way out', async (name, content, words) => {
    const page = await studio().page('#your-data');
    await choose(page, name, content);
    await page.getByRole('alert').getByText(words).waitFor();
    await page.getByText('Choose another file').waitFor();
    await button(page, 'Sample: 344 penguins').click();
    await button(page, 'Play').waitFor();
    await page.context().close();
  });

  test('a file of 200 MB that is dropped is refused at once', async () => {
    const page = await studio().page('#your-data');
    await page.getByText('Drop a table here').waitFor();
    await page.evaluate(() => {
      const part = new Uint8Array(20e6).fill(49);
      const files = new DataTransfer();
      files.items.add(
        new File(
          Array.from({ length: 10 }, () => part),
          'huge.csv',
        ),
      );
      document
        .querySelector('.drop')
        ?.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
    });
    await page.getByText('huge.csv has 200 MB').waitFor();
    await page.context().close();
  });

  test('markup in names and cells is shown as text', async () => {
    const page = await studio().page('#your-data');
    const rows = Array.from({ length: 40 }, (_, i) => `${i % 5},<b onclick=x>${i % 2}</b>`);
    await choose(
      page,
      '<img src=x onerror=alert(1)>.csv',
      ['<script>1</script>,"__proto__"', ...rows].join('\n'),
    );
    await page.getByRole('rowheader', { name: '<script>1</script>' }).waitFor();
    expect(await page.locator('.your-data b, .your-data img, .your-data script').count()).toBe(0);
    await button(page, 'Play').click();
    await scored(page);
    await page.context().close();
  });

  test('100,000 rows are read and trained while the page stays fluid', async () => {
    const page = await studio().page('#your-data');
    await page.getByText('Drop a table here').waitFor();
    await page.evaluate(() => {
      const scope = globalThis as unknown as { long: number[] };
      scope.long = [];
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) scope.long.push(duration);
      }).observe({ entryTypes: ['longtask'] });
    });
    const folder = await mkdtemp(join(tmpdir(), 'hebb-your-data-'));
    await writeFile(join(folder, 'many.csv'), shopTable(100_000));
    await page.getByLabel('File with a table').setInputFiles(join(folder, 'many.csv'));
    await page.getByText('100,000 rows').first().waitFor();
    await button(page, 'Play').click();
    await expect.poll(() => reading(page, 'epoch')).toBeGreaterThan(4);
    const [busy, passed] = await page.evaluate(() => {
      const { long } = globalThis as unknown as { long: number[] };
      return [long.reduce((sum, duration) => sum + duration, 0), performance.now()];
    });
    // Reading and training are not done by the page: it is free nearly all the time.
    expect(busy / passed).toBeLessThan(0.2);
    await button(page, 'Stop here and score').click();
    await scored(page);
    await rm(folder, { recursive: true });
    await page.context().close();
  });

  test.each(looks)('is accessible: %s, %s', (...look) =>
    checkLook(studio(), look, {
      name: 'your-data',
      place: '#your-data',
      ready: async (page) => {
        await page.getByText('Drop a table here').waitFor();
        expect(await accessFindings(page)).toEqual([]);
        await photograph(page, `your-data-empty-${look.join('-')}`);
        await button(page, 'Sample: 344 penguins').click();
        await button(page, 'Play').click();
        await scored(page);
        await weighed(page);
      },
    }),
  );
});
