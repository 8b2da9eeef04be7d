/** The room of digits in a real browser, used as a person would; with test images, and without. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { writeImages } from '../../studio/digit-images.ts';
import { mnistForm, side } from '../../studio/src/rooms/digits/mnist-form.ts';
import { samples } from '../../studio/src/rooms/digits/samples.ts';
import { readStrokes } from '../../studio/src/rooms/digits/strokes.ts';
import type { ImageIndex } from '../../studio/src/rooms/digits/test-images.ts';
import { checkPage, describeInBrowser, photograph, reading, sizes } from './studio-page.ts';

/** Drawings in place of the data's images, of which the fourth is said to be a 9: a mistake. */
const drawings = samples.map((code) => mnistForm(readStrokes(code) ?? []));
const imageFile = writeImages(
  {
    data: Uint8Array.from(drawings.flatMap((image) => Array.from(image, (grey) => Math.round(255 * grey)))),
    shape: [drawings.length, side, side],
  },
  drawings.map((_, i) => i),
);
const index: ImageIndex = {
  mnist: {
    file: 'drawn.idx.gz',
    indices: drawings.map((_, i) => 40 * i),
    labels: [0, 1, 2, 9, 4, 5, 6, 7, 8, 9],
  },
};

const built = fileURLToPath(new URL('../../dist/studio/digits/index.json', import.meta.url));
const hasData = existsSync(built) && readFileSync(built, 'utf8') !== '{}';

describeInBrowser('the room of digits', (studio) => {
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

  /** A page of a build that has these images. */
  async function pageWith(images: ImageIndex, place: string, options?: BrowserContextOptions): Promise<Page> {
    const page = await studio().page('#neurons', options);
    await page.route('**/digits/index.json', (route) => route.fulfill({ json: images }));
    await page.route('**/digits/drawn.idx.gz', (route) => route.fulfill({ body: Buffer.from(imageFile) }));
    await page.goto(`${studio().url}/${place}`);
    await page.locator('.bars').waitFor();
    return page;
  }

  /** Draw strokes with the mouse, in shares of the pad. */
  async function draw(page: Page, code: string): Promise<void> {
    const box = await page.getByRole('application', { name: 'Drawing pad' }).boundingBox();
    if (box === null) throw new Error('no pad');
    for (const stroke of readStrokes(code) ?? []) {
      const at = ([x, y]: readonly [number, number]): [number, number] => [
        box.x + ((x + 0.5) / 256) * box.width,
        box.y + ((y + 0.5) / 256) * box.height,
      ];
      await page.mouse.move(...at(stroke[0]));
      await page.mouse.down();
      for (const point of stroke.slice(1)) await page.mouse.move(...at(point), { steps: 3 });
      await page.mouse.up();
    }
  }

  test('goes through the test images, right and wrong in words, and only the mistakes', async () => {
    const page = await pageWith(index, '#digits');
    await page.getByText('The network says: a 0').waitFor();
    await page.getByText('✓ Right.').waitFor();
    await button(page, 'One step').click();
    await page.getByText('The network says: a 1').waitFor();
    expect(page.url()).toContain('i=40');
    await page.locator('h1').click();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.getByText('✗ Wrong: it is a 9').waitFor();
    await page.locator('.bars .wrong[data-class="3"]', { hasText: '✗ says' }).waitFor();
    await page.locator('.bars .right[data-class="9"]', { hasText: '✓ true' }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.getByText('The network says: a 2').waitFor();
    await page.getByLabel('Only the mistakes').check();
    await page.getByText('Image 1 of 1').waitFor();
    await page.getByText('✗ Wrong: it is a 9').waitFor();
    await page.getByLabel('Only the mistakes').uncheck();
    await page.getByRole('slider', { name: /^Image/ }).fill('10');
    await page.getByText('no. 360 of the test set').waitFor();
    await page.getByText('The network says: a 9').waitFor();
    await button(page, 'One step').click();
    await page.getByText('The network says: a 0').waitFor();
    await button(page, 'Play').click();
    await page.getByText('The network says: a 1').waitFor();
    await button(page, 'Pause').click();
    const shares = await page.locator('.bars .number').allTextContents();
    expect(shares).toHaveLength(10);
    const again = await pageWith(index, new URL(page.url()).hash);
    await again.getByText('The network says: a 1').waitFor();
    expect(await again.locator('.bars .number').allTextContents()).toEqual(shares);
    await page.context().close();
    await again.context().close();
  });

  test('a digit is recognised as it is drawn; undone, cleared, shared', async () => {
    const page = await pageWith(index, '#digits');
    await button(page, 'Draw your own').click();
    await page.getByText('Draw a digit, and the network says').waitFor();
    for (const digit of [4, 7, 2]) {
      await draw(page, samples[digit]);
      await page.getByText(`The network says: a ${digit}`).waitFor();
      if (digit !== 2) await button(page, 'Clear').click();
    }
    const again = await pageWith(index, new URL(page.url()).hash);
    await again.getByText('The network says: a 2').waitFor();
    await again.context().close();
    await button(page, 'Clear').click();
    await page.getByText('Draw a digit, and the network says').waitFor();
    await button(page, 'Undo').click();
    await page.getByText('The network says: a 2').waitFor();
    await button(page, 'Undo').click();
    await page.getByText('Draw a digit, and the network says').waitFor();
    await button(page, 'A drawn 6').click();
    await page.getByText('The network says: a 6').waitFor();
    await page.context().close();
  });

  test('a finger draws too, before it is lifted', async () => {
    const page = await pageWith({}, '#digits', { viewport: sizes.narrow, hasTouch: true });
    const pad = page.getByRole('application', { name: 'Drawing pad' });
    await pad.scrollIntoViewIfNeeded();
    const box = await pad.boundingBox();
    if (box === null) throw new Error('no pad');
    const session = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove', y: number) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: [{ x: box.x + box.width / 2, y: box.y + y * box.height }],
      });
    await touch('touchStart', 0.15);
    for (let y = 0.2; y < 0.9; y += 0.05) await touch('touchMove', y);
    await page.getByText('The network says: a 1').waitFor();
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await expect.poll(() => page.url()).toContain('w=');
    await page.context().close();
  });

  test('a digit is drawn by keyboard alone', async () => {
    const page = await pageWith({}, '#digits');
    const pad = page.getByRole('application', { name: 'Drawing pad' });
    await pad.focus();
    await page.keyboard.press('Space');
    for (let i = 0; i < 16; i++) await page.keyboard.press('ArrowDown');
    await page.getByText('The network says: a 1').waitFor();
    await page.keyboard.press('Space');
    await page.keyboard.press('Backspace');
    await page.getByText('Draw a digit, and the network says').waitFor();
    await page.context().close();
  });

  test('a picture is opened from a file, and drawing goes on', async () => {
    const page = await pageWith(index, '#digits?v=drawn');
    const ink = '<path d="M30 12h40L45 90" fill="none" stroke="#223" stroke-width="8"/>';
    const picture = await page.evaluate(async (text) => {
      const image = new Image();
      image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = 300;
      canvas.height = 300;
      canvas.getContext('2d')?.drawImage(image, 0, 0, 300, 300);
      return canvas.toDataURL('image/png').split(',')[1];
    }, `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">${ink}</svg>`);
    const field = page.getByLabel('Or open a picture of a digit');
    await field.setInputFiles({
      name: 'seven.png',
      mimeType: 'image/png',
      buffer: Buffer.from(picture, 'base64'),
    });
    await page.getByText('The network says: a 7').waitFor();
    await field.setInputFiles({
      name: 'words.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('no picture'),
    });
    await page.getByText('words.txt is no picture').waitFor();
    await draw(page, samples[1]);
    await page.getByText('The network says: a 1').waitFor();
    expect(await button(page, 'Close the picture').count()).toBe(0);
    await page.context().close();
  });

  test('label smoothing is switched on, and both models are compared', async () => {
    const page = await pageWith(index, '#digits?i=80');
    await page.getByText('With label smoothing it says a 2').waitFor();
    const before = await reading(page, 'accuracy');
    expect(before).toBeGreaterThan(97);
    await page.getByLabel('Label smoothing').check();
    await page.getByText('Without label smoothing it says a 2').waitFor();
    await expect.poll(() => reading(page, 'accuracy')).not.toBe(before);
    const share = await page.locator('.bars [data-class="2"] .number').textContent();
    expect(Number.parseFloat(share ?? '')).toBeLessThan(97);
    await page.getByRole('row', { name: /^with label smoothing/ }).waitFor();
    await expect.poll(() => page.locator('.sureness .plot svg').count()).toBe(2);
    await page.context().close();
  });

  test('a hidden unit is shown large, by pointer and by keys', async () => {
    const page = await pageWith(index, '#digits?i=80');
    await page.locator('.unit-grid .unit').nth(11).hover();
    await expect.poll(() => reading(page, 'unit')).toBe(12);
    await page.locator('.unit-grid .unit').nth(12).click();
    await page.mouse.move(0, 0);
    await expect.poll(() => reading(page, 'unit')).toBe(13);
    expect(page.url()).toContain('u=13');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => reading(page, 'unit')).toBe(14);
    expect(await page.locator('.contributions tr').count()).toBe(10);
    await page.locator('.unit-thumb').first().click();
    await expect.poll(() => page.locator('.unit-thumb[aria-pressed="true"]').count()).toBe(1);
    await page.getByRole('slider', { name: /^Row shown going in/ }).fill('8');
    await page.getByText('784 inputs, row 8').waitFor();
    await page.context().close();
  });

  test('without test images it says so, and one can draw', async () => {
    const page = await pageWith({}, '#digits');
    await page.getByText('This build has no test images: it was made').waitFor();
    expect(await button(page, 'Test images').isDisabled()).toBe(true);
    await draw(page, samples[3]);
    await page.getByText('The network says: a 3').waitFor();
    await page.getByLabel('Data set').selectOption('fashion');
    await page.getByText('This build has no test images: the network has nothing to look at').waitFor();
    await page.getByText('No drawing here').waitFor();
    await page.getByText('How many output units does a network for MNIST need').click();
    await page.getByText('Ten, one for each digit').waitFor();
    await photograph(page, 'digits-without-images');
    await checkPage(page);
    await page.context().close();
  });

  test.skipIf(!hasData)('with the images of the data (needs ../shared/data)', async () => {
    for (const set of ['mnist', 'fashion']) {
      const page = await studio().page(`#digits?d=${set}&m=1`);
      await page.getByText('✗ Wrong: it is').waitFor();
      const count = Number(/of (\d+)/.exec((await page.getByText(/^Image 1 of/).textContent()) ?? '')?.[1]);
      expect(count).toBeGreaterThanOrEqual(60);
      await page.getByText(set === 'mnist' ? 'CC BY-SA 3.0' : '© 2017 Zalando SE').waitFor();
      await page.getByLabel('Only the mistakes').uncheck();
      await page.getByText(/^Image \d+ of 3\d\d/).waitFor();
      await page.context().close();
    }
  });

  test.each([
    ['wide', 'light', '#digits?i=120'],
    ['wide', 'dark', `#digits?v=drawn&w=${samples[5]}`],
    ['narrow', 'light', `#digits?v=drawn&w=${samples[5]}`],
    ['narrow', 'dark', '#digits?i=120&ls=1'],
  ] as const)('is accessible: %s, %s, %s', async (size, colorScheme, place) => {
    const page = await pageWith(index, place, { viewport: sizes[size], colorScheme });
    await expect.poll(() => page.locator('.sureness .plot svg').count()).toBe(2);
    await photograph(page, `digits-${size}-${colorScheme}`);
    await checkPage(page);
    await page.context().close();
  });

  test('images that cannot be loaded are met with a way out', async () => {
    const page = await studio().page('#neurons');
    let answers = 0;
    await page.route('**/digits/index.json', (route) =>
      answers++ === 0 ? route.fulfill({ body: 'not json' }) : route.fulfill({ json: {} }),
    );
    await page.goto(`${studio().url}/#digits`);
    await button(page, 'Try again').click();
    await page.locator('.bars').waitFor();
    await page.context().close();
  });
});
