/** The room of the forward pass in a real browser. */
import { expect, test } from 'vitest';
import { checkLook, checkPage, describeInBrowser, looks, reading, sizes } from './studio-page.ts';

describeInBrowser('the room of the forward pass', (studio) => {
  test('twelve steps forward, back, and on to other numbers', async () => {
    const page = await studio().page('#forward-pass');
    await page.getByRole('heading', { name: '1. a data point' }).waitFor();
    const next = page.getByRole('button', { name: 'One step', exact: true });
    for (let step = 0; step < 7; step++) await next.click();
    await page.getByRole('heading', { name: '8. the error', exact: true }).waitFor();
    const first = await reading(page, 'error');
    expect(first).toBeGreaterThanOrEqual(0.1);
    await page.getByRole('button', { name: 'One step back' }).click();
    await page.getByRole('heading', { name: '7. the output', exact: true }).waitFor();
    expect(await page.locator('[data-reading="error"]').textContent()).toBe('…');
    await page.getByRole('slider', { name: /Step 7 of 12/ }).fill('11');
    await page.getByRole('heading', { name: '12. the error again' }).waitFor();
    expect(await reading(page, 'error')).toBeLessThan(0.01);
    const again = await studio().page(new URL(page.url()).hash);
    await again.getByRole('heading', { name: '12. the error again' }).waitFor();
    expect(await reading(again, 'error')).toBe(await reading(page, 'error'));
    await again.context().close();
    await next.click();
    await page.getByRole('heading', { name: '1. a data point' }).waitFor();
    expect(new URL(page.url()).hash).toContain('s=1');
    await page.locator('h1').click();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('heading', { name: '2. weights of the hidden layer' }).waitFor();
    await page.context().close();
  });

  test("one's own numbers, and back to the drawn ones", async () => {
    const page = await studio().page('#forward-pass?at=7');
    const drawn = await reading(page, 'output');
    await page.getByLabel('bias of ŷ').fill('20');
    await page.getByLabel('bias of ŷ').press('Enter');
    await expect.poll(() => reading(page, 'output')).toBeGreaterThan(0.99);
    await page.getByLabel('x1', { exact: true }).fill('1.5');
    await page.getByLabel('x1', { exact: true }).press('Enter');
    const again = await studio().page(new URL(page.url()).hash);
    await expect.poll(() => again.getByLabel('x1', { exact: true }).inputValue()).toBe('1.5');
    await again.context().close();
    await page.getByRole('button', { name: 'Back to the drawn ones' }).click();
    await expect.poll(() => reading(page, 'output')).toBe(drawn);
    await page.getByText('How many output units does it take').click();
    await page.getByText('Spam: one, with a sigmoid').waitFor();
    await page.context().close();
  });

  test('it plays by itself', async () => {
    const page = await studio().page('#forward-pass');
    await page.getByRole('button', { name: 'Play' }).click();
    await page.getByRole('heading', { name: '2. weights of the hidden layer' }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.context().close();
  });

  test.each(looks)('is accessible: %s, %s', (...look) =>
    checkLook(studio(), look, {
      name: 'forward-pass',
      place: '#forward-pass?at=9',
      ready: async (page) => {
        await expect.poll(() => page.locator('.formula math').count()).toBeGreaterThan(2);
      },
    }),
  );

  test('formulas too long for a phone are scrolled, by keyboard too', async () => {
    const numbers =
      '12.345,13.456,-14.567,0.5,10.123,-11.123,12.123,-13.123,14.123,-15.123,1.123,2.123,-3.123,4.123,5.123';
    const page = await studio().page(`#forward-pass?at=9&n=${numbers}`, { viewport: sizes.narrow });
    await page.locator('.formula[tabindex="0"]').first().waitFor();
    await checkPage(page);
    await page.context().close();
  });
});
