import { expect, test } from 'vitest';
import { barLine, ProgressBar } from '../../src/node/progress-bar.ts';

test('the bar fills from left to right', () => {
  const bars = [-1, 0, 0.5, 1, 2].map((fraction) => barLine({ left: 'a', fraction, right: 'b' }, 14));
  expect(bars).toEqual(['a ───────── b', 'a ───────── b', 'a ━━━━━──── b', 'a ━━━━━━━━━ b', 'a ━━━━━━━━━ b']);
});

test('a line never reaches the edge of the terminal', () => {
  for (let columns = 1; columns <= 100; columns++) {
    const line = barLine({ left: 'Epoch 1/200', fraction: 0.3, right: '0:12 left' }, columns);
    expect(line.length).toBeLessThan(Math.max(columns, 1));
  }
});

test('the bar is drawn over itself and taken away once', () => {
  let written = '';
  const bar = new ProgressBar({
    columns: 14,
    write: (text) => {
      written += text;
    },
  });
  bar.clear();
  expect(written).toBe('');
  bar.show({ left: 'a', fraction: 0, right: 'b' });
  bar.clear();
  bar.clear();
  expect(written).toBe('\u001b[2K\ra ───────── b\u001b[2K\r');
});
