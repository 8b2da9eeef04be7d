/** The studio's path in a real browser: a newcomer goes from the first room to the last by “next”. */
import { expect, test } from 'vitest';
import { checkPage, describeInBrowser, sizes } from './studio-page.ts';

const titles = [
  'Neurons',
  'Perceptron',
  'Activations',
  'Descent',
  'Backpropagation',
  'Forward pass',
  'Playground',
  'Digits',
  'Your data',
];

describeInBrowser('the path of rooms', (studio) => {
  test.each(['wide', 'narrow'] as const)(
    'from the first room to the last by next, and back: %s',
    async (size) => {
      const page = await studio().page('#neurons', { viewport: sizes[size] });
      const ways = page.getByRole('navigation', { name: 'Next room' });
      for (const [i, title] of titles.entries()) {
        await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
        await expect.poll(() => page.title()).toBe(`${title} · Hebb studio`);
        const marked = page.getByRole('navigation', { name: 'Rooms' }).locator('[aria-current="page"]');
        expect(await marked.textContent()).toBe(`${i + 1}${title}`);
        expect(await page.locator('.room > header p').textContent()).toMatch(/\w/);
        // The playground writes the code of what is on the page, and has lessons in place of questions.
        if (title !== 'Playground') {
          await page.getByText('In code', { exact: true }).waitFor();
          const questions = page.getByRole('region', { name: 'Questions' }).locator('details');
          expect(await questions.count()).toBeGreaterThan(1);
        }
        const next = ways.getByRole('link', { name: / →$/ });
        if (i === titles.length - 1) expect(await next.count()).toBe(0);
        else await next.click();
      }
      await ways.getByRole('link', { name: '← Digits' }).click();
      await page.getByRole('heading', { level: 1, name: 'Digits', exact: true }).waitFor();
      await page.goBack();
      await page.getByRole('heading', { level: 1, name: 'Your data', exact: true }).waitFor();
      await checkPage(page);
      await page.context().close();
    },
  );
});
