/** The room of activations in a real browser. */
import { expect, test } from 'vitest';
import { checkLook, describeInBrowser, looks } from './studio-page.ts';

describeInBrowser('the room of activations', (studio) => {
  test('functions are laid over each other, stacks bent, units saturated', async () => {
    const page = await studio().page('#activations');
    await page.getByRole('img', { name: /^The functions sigmoid, tanh, relu from/ }).waitFor();
    await page.getByLabel('elu', { exact: true }).check();
    await page.getByLabel('α of elu').fill('2');
    await page.getByRole('img', { name: /^The functions sigmoid, tanh, relu, elu/ }).waitFor();
    await page.getByText('f(g(x)) = 10x + 1: one layer would do.').waitFor();
    await page.getByLabel('A ReLU between the layers').check();
    await page.getByText('With a bend between them').waitFor();
    await page.getByLabel('Mean of the inputs').fill('5');
    await page.getByText('the unit is saturated').waitFor();
    await page.getByText('Why was the sigmoid a key ingredient').click();
    await page.getByText('Its derivative is never zero').waitFor();
    const again = await studio().page(new URL(page.url()).hash);
    await again.getByText('the unit is saturated').waitFor();
    await page.context().close();
    await again.context().close();
  });

  test.each(looks)('is accessible: %s, %s', (...look) =>
    checkLook(studio(), look, {
      name: 'activations',
      place: '#activations',
      ready: async (page) => {
        await expect.poll(() => page.locator('.plot svg').count()).toBe(4);
      },
    }),
  );
});
