/** The room of the perceptron in a real browser, used as a person would. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { checkLook, describeInBrowser, looks, reading } from './studio-page.ts';

describeInBrowser('the room of the perceptron', (studio) => {
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

  test('learns setosa by its mistakes, fewer than the theorem allows', async () => {
    const page = await studio().page('#perceptron');
    await expect.poll(() => reading(page, 'shown')).toBe(1);
    await button(page, 'One step').click();
    await expect.poll(() => reading(page, 'shown')).toBe(2);
    await button(page, 'Rewind to the same start').click();
    await page.getByText('All weights are zero').waitFor();
    await button(page, 'To the next mistake').click();
    await page.getByText('A mistake: the weights change.').waitFor();
    expect(await reading(page, 'mistakes')).toBe(1);
    const link = new URL(page.url()).hash;
    await page.getByLabel('Speed').selectOption('fast');
    await button(page, 'Play').click();
    await page.getByText(/^Converged after \d+ mistakes/).waitFor();
    expect(await reading(page, 'mistakes')).toBeLessThanOrEqual(await reading(page, 'bound'));
    const again = await studio().page(link);
    await again.getByText('A mistake: the weights change.').waitFor();
    expect(await reading(again, 'mistakes')).toBe(1);
    await page.context().close();
    await again.context().close();
  });

  test('is defeated by exclusive or, which a hidden layer solves', async () => {
    const page = await studio().page('#perceptron');
    await page.getByLabel('Points', { exact: true }).selectOption('xor');
    await page.getByRole('slider', { name: /^Instance/ }).press('End');
    await page.getByText('A hidden layer helps').waitFor();
    await page.getByText('That is exclusive or.').waitFor();
    await page.getByLabel('h₁ to the output').fill('0');
    await page.getByText('3 of 4 corners are right.').waitFor();
    await button(page, "The chapter's weights").click();
    await page.getByText('That is exclusive or.').waitFor();
    await page.context().close();
  });

  test("learns points of one's own", async () => {
    const page = await studio().page('#perceptron?d=own&pts=');
    await page.getByText('It takes points of both classes.').waitFor();
    const plane = page.locator('.plane.drawn');
    await plane.click({ position: { x: 400, y: 120 } });
    await page.getByLabel(/^puts down class 0/).check();
    await page.getByLabel('x₁', { exact: true }).fill('-2');
    await page.getByLabel('x₂', { exact: true }).fill('-1.5');
    await button(page, 'Put down').click();
    await page.getByRole('slider', { name: /^Instance/ }).press('End');
    await page.getByText(/^Converged after/).waitFor();
    expect(decodeURIComponent(page.url())).toContain('-2,-1.5,0');
    await page.context().close();
  });

  test.each(looks)('is accessible: %s, %s', (...look) =>
    checkLook(studio(), look, {
      name: 'perceptron',
      place: '#perceptron?at=7',
      ready: async (page) => {
        await page.getByRole('heading', { name: /^Row \d+/ }).waitFor();
      },
    }),
  );
});
