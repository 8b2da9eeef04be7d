/** The playground in a real browser, used as a person would. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { checkLook, describeInBrowser, looks, reading } from './studio-page.ts';

describeInBrowser('the playground', (studio) => {
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const select = (page: Page, name: string, value: string) =>
    page.getByLabel(name, { exact: true }).selectOption(value);
  /** Wait until a reading passes a test. */
  const until = (page: Page, name: string, passes: (value: number) => boolean): Promise<void> =>
    expect.poll(async () => passes(await reading(page, name))).toBe(true);

  test('learns from the first moment on, without a click', async () => {
    const page = await studio().page();
    await until(page, 'epoch', (epoch) => epoch > 0);
    const before = await reading(page, 'train-loss');
    await until(page, 'epoch', (epoch) => epoch > 60);
    expect(await reading(page, 'train-loss')).toBeLessThan(before);
    await page.context().close();
  });

  test('plays, pauses, steps and rewinds, by pointer and by keys', async () => {
    const page = await studio().page('#playground?d=gauss');
    await until(page, 'epoch', (epoch) => epoch > 3);
    await button(page, 'Pause').click();
    // Weights can be changed once the training stands still.
    await page.getByRole('tab', { name: 'Weights' }).click();
    await page.getByLabel('Weight from x₁ of unit 1').waitFor();
    const at = await reading(page, 'epoch');
    await page.waitForTimeout(300);
    expect(await reading(page, 'epoch')).toBe(at);
    await button(page, 'One step').click();
    await until(page, 'epoch', (epoch) => epoch === at + 1);
    await button(page, 'Rewind to the same start').click();
    await until(page, 'epoch', (epoch) => epoch === 0);
    await page.locator('h1').click();
    await page.keyboard.press('ArrowRight');
    await until(page, 'epoch', (epoch) => epoch === 1);
    await page.keyboard.press('Space');
    await until(page, 'epoch', (epoch) => epoch > 5);
    await page.keyboard.press('r');
    await until(page, 'epoch', (epoch) => epoch === 0);
    await page.context().close();
  });

  test('a shared link gives the same numbers', async () => {
    const steps = async (place: string): Promise<[string, number, number]> => {
      const page = await studio().page(place);
      await until(page, 'epoch', (epoch) => epoch > 0);
      await button(page, 'Rewind to the same start').click();
      await until(page, 'epoch', (epoch) => epoch === 0);
      for (let i = 1; i <= 3; i++) {
        await button(page, 'One step').click();
        await until(page, 'epoch', (epoch) => epoch === i);
      }
      const read = [page.url(), await reading(page, 'train-loss'), await reading(page, 'test-loss')] as const;
      await page.context().close();
      return [...read];
    };
    const first = await steps('#playground?d=xor&h=5-3.relu&n=20&lr=0.03&s=11');
    expect(await steps(first[0].slice(first[0].indexOf('#')))).toEqual(first);
  });

  test('every choice can be made, and the address says it', async () => {
    const page = await studio().page('#playground?d=gauss&h=2');
    for (const name of ['Circle', 'Exclusive or', 'Spiral', 'Three arms', 'Three clouds', 'Gaussian']) {
      await page.getByTitle(name).click();
    }
    await select(page, 'Learning rate', '0.1');
    await select(page, 'Optimizer', 'nesterov');
    await select(page, 'Activation', 'relu');
    await select(page, 'Loss', 'squared');
    await select(page, 'Regularization', 'l1');
    await select(page, 'Regularization rate', '0.001');
    await select(page, 'Initial weights', 'he_normal');
    await page.getByLabel('Batch normalization').check();
    await page.getByLabel('Dropout').fill('0.2');
    await page.getByLabel('Noise').fill('20');
    await page.getByLabel('Batch size').fill('20');
    await page.getByLabel('Early stopping after').fill('50');
    await page.getByLabel('Show test points').check();
    await page.getByLabel('Discretize the output').check();
    await button(page, 'Feature x₁x₂').click();
    await button(page, 'Add a hidden layer').click();
    await button(page, 'More units in hidden layer 2').click();
    await page.getByLabel('Activation of hidden layer 1').selectOption('tanh');
    const query = new URLSearchParams(new URL(page.url()).hash.split('?')[1]);
    expect(Object.fromEntries(query)).toEqual({
      d: 'gauss',
      h: '2.tanh-3',
      lr: '0.1',
      o: 'nesterov',
      a: 'relu',
      l: 'squared',
      r: 'l1',
      rr: '0.001',
      i: 'he_normal',
      bn: '1',
      do: '0.2',
      n: '20',
      b: '20',
      es: '50',
      st: '1',
      dz: '1',
      f: 'x1.x2.x1x2',
    });
    await until(page, 'epoch', (epoch) => epoch > 0);
    await page.context().close();
  });

  test('a weight is changed by hand, and the change taken back', async () => {
    const page = await studio().page('#playground?d=gauss&h=2');
    await until(page, 'epoch', (epoch) => epoch > 2);
    await button(page, 'Pause').click();
    await page.getByRole('tab', { name: 'Weights' }).click();
    const field = page.getByLabel('Weight from x₁ of unit 1');
    const before = await field.inputValue();
    await field.fill('1.5');
    await field.press('Enter');
    await expect.poll(() => field.inputValue()).toBe('1.500');
    await button(page, 'Undo').click();
    await expect.poll(() => field.inputValue()).toBe(before);
    await page.getByRole('button', { name: /^Unit 1 of hidden layer 1/ }).click();
    await page.getByLabel('Bias of unit 1', { exact: true }).first().fill('-2');
    await button(page, 'Set').click();
    await expect.poll(() => page.getByLabel('Bias of unit 1').last().inputValue()).toBe('-2.000');
    await page.getByRole('tab', { name: 'Layers' }).click();
    await page.getByLabel('gradient as a halo').check();
    expect(page.url()).toContain('gh=1');
    await page.context().close();
  });

  test("learns points of one's own", async () => {
    const page = await studio().page('#playground?d=own&h=4');
    const plane = page.locator('.editor');
    for (const [label, places] of [
      [
        'class 1',
        [
          [0.2, 0.2],
          [0.25, 0.3],
          [0.3, 0.2],
          [0.2, 0.35],
        ],
      ],
      [
        'class 2',
        [
          [0.8, 0.8],
          [0.75, 0.7],
          [0.7, 0.8],
          [0.8, 0.65],
        ],
      ],
    ] as const) {
      await page.getByLabel(label).check();
      const box = await plane.boundingBox();
      if (box === null) throw new Error('there is no plane to draw on');
      for (const [x, y] of places) await plane.click({ position: { x: x * box.width, y: y * box.height } });
    }
    await expect.poll(() => page.getByText('8 points').count()).toBe(1);
    expect(page.url()).toContain('pts=');
    await until(page, 'train-loss', (loss) => loss < 0.2);
    await page.context().close();
  });

  test('a rate that is too large is met with a number and a way out', async () => {
    const page = await studio().page(
      '#playground?d=plane&t=regression&rd=plane&o=sgd&lr=10&a=relu&l=squared',
    );
    await page.getByRole('button', { name: 'Try again with 5' }).click();
    await expect.poll(() => page.url()).toContain('lr=5');
    await page.context().close();
  });

  test('a lesson notices that it was done', async () => {
    const page = await studio().page('#playground');
    await button(page, 'Seven lessons').click();
    await page.getByLabel('Speed').selectOption('full');
    await expect.poll(() => page.locator('.lesson li.done').count()).toBe(1);
    await page.getByRole('button', { name: 'Next →' }).click();
    await expect.poll(() => page.getByText('Lesson 2 of 7').count()).toBe(1);
    await page.context().close();
  });

  test('many seeds, the sweep and the exported files come to an end', async () => {
    const page = await studio().page('#playground?d=gauss&h=2');
    await page.getByRole('tab', { name: 'Many seeds' }).click();
    await button(page, 'Train them').click();
    await expect.poll(() => page.locator('.runs li').count()).toBe(12);
    await page.getByRole('tab', { name: 'Learning-rate sweep' }).click();
    await button(page, 'Sweep').click();
    await page.locator('.plot svg').waitFor();
    await page.getByRole('tab', { name: 'Export' }).click();
    for (const [name, file] of [
      ['Weights (JSON)', 'weights.json'],
      ['Model (.hebb)', 'playground.hebb'],
      ['Model (.keras)', 'playground.keras'],
    ]) {
      const download = page.waitForEvent('download');
      await button(page, name).click();
      expect((await download).suggestedFilename()).toBe(file);
    }
    await page.context().close();
  });

  test.each(looks)('is accessible: %s, %s', (...look) =>
    checkLook(studio(), look, {
      name: 'playground',
      place: '',
      ready: async (page) => {
        await until(page, 'epoch', (epoch) => epoch > 30);
        await button(page, 'Pause').click();
      },
    }),
  );

  test('an address that makes no sense opens the room as at first', async () => {
    const page = await studio().page('#playground?h=99&lr=x&d=moon');
    await until(page, 'epoch', (epoch) => epoch > 0);
    await page.goto(`${studio().url}/#attic`);
    await page.getByText('There is no such room').waitFor();
    await page.context().close();
  });
});
