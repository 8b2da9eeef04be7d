/** The room of neurons in a real browser. */
import { expect, test } from 'vitest';
import { checkLook, describeInBrowser, looks } from './studio-page.ts';

describeInBrowser('the room of neurons', (studio) => {
  test('formulas, inputs, and the board', async () => {
    const page = await studio().page('#neurons');
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
    const again = await studio().page(new URL(page.url()).hash);
    await again.getByText('That is exclusive or').waitFor();
    await page.getByRole('link', { name: /→$/ }).click();
    await page.context().close();
    await again.context().close();
  });

  test.each(looks)('is accessible: %s, %s', (...look) =>
    checkLook(studio(), look, {
      name: 'neurons',
      place: '#neurons',
      ready: async (page) => {
        await page.getByRole('heading', { name: 'Neurons' }).waitFor();
      },
    }),
  );
});
