/** The room of neurons in a real browser. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessFindings, browserPath, photograph, StudioBrowser, sizes } from './studio-page.ts';

describe.skipIf(browserPath === undefined)('the room of neurons (needs a browser)', () => {
  let studio: StudioBrowser;
  beforeAll(async () => {
    studio = await StudioBrowser.open();
  });
  afterAll(async () => {
    await studio.close();
  });

  test('formulas, inputs, and the board', async () => {
    const page = await studio.page('#neurons');
    await page.getByRole('textbox').fill('A and not B or C');
    await page.getByRole('switch', { name: 'Input C' }).click();
    await expect.poll(() => page.url()).toContain('f=A+and+not+B+or+C&on=A.C');
    expect(await page.getByText('the output is active').count()).toBe(1);
    await page.getByRole('textbox').fill('A and (');
    await page.getByRole('alert').waitFor();
    await page.getByRole('button', { name: 'A xor B' }).click();
    const board = page.getByRole('region', { name: 'Build it yourself' });
    const wire = (neuron: string, from: string, kind: string) =>
      board.getByRole('group', { name: neuron }).getByLabel(from).selectOption({ label: kind });
    await wire('Neuron one', 'from A', 'two excite');
    await wire('Neuron one', 'from B', 'inhibits');
    await wire('Neuron two', 'from A', 'inhibits');
    await wire('Neuron two', 'from B', 'two excite');
    await wire('Neuron three', 'from one', 'two excite');
    expect(await page.getByText('That is exclusive or').count()).toBe(0);
    await wire('Neuron three', 'from two', 'two excite');
    await page.getByText('That is exclusive or').waitFor();
    const again = await studio.page(new URL(page.url()).hash);
    await again.getByText('That is exclusive or').waitFor();
    await page.getByRole('link', { name: /→$/ }).click();
    await page.context().close();
    await again.context().close();
  });

  test.each([
    ['wide', 'light'],
    ['wide', 'dark'],
    ['narrow', 'light'],
    ['narrow', 'dark'],
  ] as const)('is accessible: %s, %s', async (size, colorScheme) => {
    const page = await studio.page('#neurons', { viewport: sizes[size], colorScheme });
    await page.getByRole('heading', { name: 'Neurons' }).waitFor();
    await photograph(page, `neurons-${size}-${colorScheme}`);
    expect(await accessFindings(page)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await page.context().close();
  });

  test('no page complained', () => {
    expect([...studio.complaints]).toEqual([]);
  });
});
