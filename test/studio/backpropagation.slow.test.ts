/** The room of backpropagation in a real browser. */
import { expect, test } from 'vitest';
import { checkLook, describeInBrowser, reading } from './studio-page.ts';

describeInBrowser('the room of backpropagation', (studio) => {
  test('forward, backward, the update, and again with less loss; undone', async () => {
    const page = await studio().page('#backpropagation');
    const heading = (text: string) => page.getByRole('heading', { name: text });
    await heading('1. the network').waitFor();
    const step = page.getByRole('button', { name: 'One step', exact: true });
    await step.click();
    await heading('2. forward: p₁₁').waitFor();
    await step.click();
    await page.getByRole('button', { name: 'One step back' }).click();
    await heading('2. forward: p₁₁').waitFor();
    await page.getByRole('slider', { name: /^Step/ }).fill('16');
    await heading('17. forward: L').waitFor();
    const first = await reading(page, 'loss');
    await page.getByRole('button', { name: 'Backward', exact: true }).click();
    await heading('18. backward: L').waitFor();
    await page.getByRole('button', { name: 'Update', exact: true }).click();
    await heading('34. the update').waitFor();
    await expect.poll(() => page.getByRole('row').count()).toBe(10);
    const again = await studio().page(new URL(page.url()).hash);
    await again.getByRole('heading', { name: '34. the update' }).waitFor();
    expect(await reading(again, 'loss')).toBe(first);
    await again.context().close();
    await page.getByRole('button', { name: 'Take the step' }).click();
    await heading('1. the network').waitFor();
    await page.getByRole('button', { name: 'Update', exact: true }).click();
    await heading('34. the update').waitFor();
    expect(await reading(page, 'loss')).toBeLessThan(first);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => reading(page, 'loss')).toBe(first);
    await page.context().close();
  });

  test('an input, a weight, a function and the learning rate are changed', async () => {
    const page = await studio().page('#backpropagation?at=99');
    await page.getByRole('heading', { name: '34. the update' }).waitFor();
    const drawn = await reading(page, 'loss');
    for (const label of ['Input x₁', 'w₃₁']) {
      const before = await reading(page, 'loss');
      await page.getByLabel(label, { exact: true }).fill('2.5');
      await page.getByLabel(label, { exact: true }).press('Enter');
      await expect.poll(() => reading(page, 'loss')).not.toBe(before);
    }
    for (let i = 0; i < 2; i++) await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => reading(page, 'loss')).toBe(drawn);
    await page.getByLabel('Learning rate η').fill('2');
    await page.getByText('The step went too far').waitFor();
    await page.getByRole('button', { name: 'Take half of it' }).click();
    await expect.poll(() => page.getByLabel('Learning rate η').inputValue()).toBe('1');
    await page.getByLabel('Activation of the output').selectOption('sigmoid');
    await expect.poll(() => reading(page, 'loss')).not.toBe(drawn);
    await page.getByLabel('Activation of the hidden units').selectOption('relu');
    for (const label of ['b₁', 'b₂']) {
      await page.getByLabel(label, { exact: true }).fill('-9');
      await page.getByLabel(label, { exact: true }).press('Enter');
    }
    await page.getByText('No slope reaches the hidden units').waitFor();
    await page.getByRole('button', { name: 'Try softplus' }).click();
    await expect.poll(() => page.getByLabel('Activation of the hidden units').inputValue()).toBe('softplus');
    await page.getByText('Every number').click();
    await page.getByRole('cell', { name: 'softplus z₁' }).waitFor();
    await page.getByText('What is backpropagation, and how').click();
    await page.getByText('reverse-mode automatic differentiation: a way').waitFor();
    await page.context().close();
  });

  test.each([
    ['wide', 'light', 24],
    ['wide', 'dark', 33],
    ['narrow', 'light', 33],
    ['narrow', 'dark', 24],
  ] as const)('is accessible: %s, %s, step %i', (size, colorScheme, at) =>
    checkLook(studio(), [size, colorScheme], {
      name: 'backpropagation',
      place: `#backpropagation?at=${at}`,
      ready: async (page) => {
        await page.locator('.formula math').first().waitFor();
        await page.getByText('Every number').click();
      },
    }),
  );
});
