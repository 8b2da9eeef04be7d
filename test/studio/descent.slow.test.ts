/** The room of gradient descent in a real browser, used as a person would. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { checkLook, describeInBrowser, reading } from './studio-page.ts';

describeInBrowser('the room of gradient descent', (studio) => {
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

  test('walks down a curve: too small, right, too large', async () => {
    const page = await studio().page('#descent');
    await expect.poll(() => reading(page, 'step')).toBe(1);
    await button(page, 'One step').click();
    await expect.poll(() => reading(page, 'step')).toBe(2);
    await button(page, 'Too small').click();
    await page.getByText(/^Too small: after all/).waitFor();
    await button(page, 'Try three times as much').click();
    await button(page, 'Too large').click();
    await page.getByText(/^Too large: /).waitFor();
    await button(page, 'Try half of it').click();
    await page.getByText(/^It comes to level ground/).waitFor();
    await page.getByLabel('Speed').selectOption('fast');
    await button(page, 'Play').click();
    await expect.poll(() => reading(page, 'step')).toBe(60);
    expect(await reading(page, 'cost')).toBeLessThan(0.01);
    const again = await studio().page(new URL(page.url()).hash);
    await expect.poll(() => reading(again, 'step')).toBe(60);
    expect(await reading(again, 'cost')).toBe(await reading(page, 'cost'));
    await page.getByLabel('Cost', { exact: true }).selectOption('valleys');
    await page.getByText('Which valley it ends in').waitFor();
    await page.context().close();
    await again.context().close();
  });

  test('races optimizers from a start that is clicked', async () => {
    const page = await studio().page('#descent');
    await button(page, 'Two parameters, optimizers raced').click();
    await expect.poll(() => page.locator('.walks tbody tr').count()).toBe(3);
    await page.getByLabel('RMSProp').check();
    await expect.poll(() => page.locator('.walks tbody tr').count()).toBe(4);
    await page.getByLabel('Landscape', { exact: true }).selectOption('saddle');
    await page.locator('.plot-frame.drawn svg').click({ position: { x: 300, y: 300 } });
    expect(page.url()).toContain('p=');
    const before = await reading(page, 'cost-0');
    await page.getByRole('slider', { name: /^Step/ }).press('End');
    await expect.poll(() => reading(page, 'cost-0')).toBeLessThan(before);
    await page.locator('.plot svg').waitFor();
    await page.context().close();
  });

  test('fits a line with all points, some, or one at a time', async () => {
    const page = await studio().page('#descent?v=fit');
    await page.getByRole('slider', { name: /^Step/ }).press('End');
    await expect.poll(() => reading(page, 'cost-0')).toBeLessThan(2);
    await page.getByLabel(/^Stochastic/).uncheck();
    await expect.poll(() => page.locator('.walks tbody tr').count()).toBe(2);
    await page.locator('h1').click();
    await page.keyboard.press('s');
    await expect.poll(() => page.url()).toContain('s=1');
    await page.context().close();
  });

  test.each([
    ['wide', 'light', 'curve'],
    ['wide', 'dark', 'landscape'],
    ['wide', 'light', 'fit'],
    ['narrow', 'dark', 'curve'],
    ['narrow', 'light', 'landscape'],
    ['narrow', 'dark', 'fit'],
  ] as const)('is accessible: %s, %s, %s', (size, colorScheme, scene) =>
    checkLook(studio(), [size, colorScheme], {
      name: `descent-${scene}`,
      place: `#descent?v=${scene}&at=20`,
      ready: async (page) => {
        await page.locator('.plot-frame').first().waitFor();
        if (scene === 'landscape') await page.locator('.plot svg').waitFor();
      },
    }),
  );
});
