/**
 * What `fit`, `evaluate` and `predict` show: the lines Keras prints, drawn over themselves on a terminal and never
 * wider than it, and whole lines elsewhere.
 */
import { stripVTControlCharacters } from 'node:util';
import { expect, test, vi } from 'vitest';
import { barLine, colours, type PassState, plainLine } from '../../src/nn/callbacks/progress-line.ts';
import { Dense, type EvaluateOptions, ProgbarLogger, Sequential } from '../../src/nn/index.ts';

const state: PassState = {
  done: 44,
  steps: 118,
  spent: 1500,
  pace: 33.6,
  logs: { accuracy: 0.75, loss: 0.00021 },
  isOver: false,
};

test("a line has Keras's parts", () => {
  // keras.utils.Progbar(118).update(44, …) of Keras 3.15.1, without colours
  expect(barLine(state, 100)).toBe(
    ' 44/118 ━━━━━━━━━━━━━━━━━━━━ 2s 34ms/step - accuracy: 0.7500 - loss: 2.1000e-04',
  );
  expect(barLine({ ...state, done: 118, isOver: true }, 100)).toBe(
    '118/118 ━━━━━━━━━━━━━━━━━━━━ 2s 34ms/step - accuracy: 0.7500 - loss: 2.1000e-04',
  );
  expect(plainLine({ ...state, done: 118, isOver: true })).toBe(
    '118/118 - 2s - 34ms/step - accuracy: 0.7500 - loss: 2.1000e-04',
  );
});

test('times of a step, and times that are left', () => {
  const line = (change: Partial<PassState>): string =>
    barLine({ ...state, logs: {}, ...change }, 100).slice(29);
  expect(line({ pace: 0.0214 })).toBe('0s 21us/step');
  expect(line({ pace: 2600 })).toBe('3:12 3s/step');
  expect(line({ pace: 100_000 })).toBe('2:03:20 100s/step');
  expect(line({ done: 0 })).toBe('3s');
});

test('a pass of unknown length has no bar and no time left', () => {
  expect(barLine({ ...state, steps: undefined }, 100)).toBe(
    '44/Unknown 2s 34ms/step - accuracy: 0.7500 - loss: 2.1000e-04',
  );
});

test('the green part grows, and colours take no room', () => {
  const coloured = barLine(state, 80, colours);
  expect(coloured).toContain(`\u001b[32m${'━'.repeat(7)}\u001b[0m\u001b[90m${'━'.repeat(13)}\u001b[0m`);
  expect(stripVTControlCharacters(coloured)).toBe(barLine(state, 80));
});

test('a line never reaches the edge; the bar goes first, then metrics', () => {
  for (let columns = 1; columns < 120; columns++)
    expect(barLine(state, columns).length).toBeLessThan(Math.max(columns, 1));
  expect(barLine(state, 70)).toBe(' 44/118 2s 34ms/step - accuracy: 0.7500 - loss: 2.1000e-04');
  expect(barLine(state, 50)).toBe(' 44/118 2s 34ms/step - accuracy: 0.7500');
  expect(barLine(state, 10)).toBe(' 44/118');
});

/** What a terminal of 80 columns shows after it got the text. */
function screen(text: string): string[] {
  return text.split('\n').map((line) => stripVTControlCharacters(line.slice(line.lastIndexOf('\r') + 1)));
}

const x = Array.from({ length: 40 }, (_, i) => [i / 40]);
const model = (): Sequential => new Sequential([new Dense(1)]).compile({ loss: 'mse', metrics: ['mae'] });

/** What a logger writes while `work` runs with it, a second passing at each look at the clock. */
async function shown(
  work: (logger: ProgbarLogger) => Promise<unknown>,
): Promise<{ terminal: string; lines: string[] }> {
  let terminal = '';
  const lines: string[] = [];
  let time = 0;
  const logger = new ProgbarLogger({
    now: () => {
      time += 1000;
      return time;
    },
    write: (line) => {
      terminal += `${line}\n`;
      lines.push(line);
    },
    terminal: {
      columns: 80,
      hasColors: false,
      write: (text) => {
        terminal += text;
      },
    },
  });
  await work(logger);
  return { terminal, lines };
}

test('fit draws one line an epoch over itself, and it stays', async () => {
  const { terminal } = await shown((logger) =>
    model().fit(x, x, { epochs: 2, batchSize: 10, verbose: 1, callbacks: [logger], validationData: [x, x] }),
  );
  const [first, one, second, two, rest] = screen(terminal);
  expect([first, second, rest]).toEqual(['Epoch 1/2', 'Epoch 2/2', '']);
  for (const line of [one, two]) {
    expect(line).toMatch(
      /^4\/4 ━{20} \d+s \d+m?s\/step - loss: [\d.e-]+ - mae: [\d.e-]+ - val_loss: [\d.e-]+ - val_mae: [\d.e-]+$/,
    );
  }
  expect(terminal.split('\r\u001b[2K').length).toBeGreaterThan(3);
});

test('evaluate and predict draw theirs', async () => {
  const scored = await shown((logger) =>
    model().evaluate(x, x, { batchSize: 10, verbose: 1, callbacks: [logger] }),
  );
  expect(screen(scored.terminal)[0]).toMatch(
    /^4\/4 ━{20} \d+s \d+m?s\/step - loss: [\d.e-]+ - mae: [\d.e-]+$/,
  );
  const predicted = await shown((logger) =>
    model().predict(x, { batchSize: 10, verbose: 1, callbacks: [logger] }),
  );
  expect(screen(predicted.terminal)[0]).toMatch(/^4\/4 ━{20} \d+s \d+m?s\/step$/);
});

test('with verbose 2 there are whole lines only, and with 0 nothing', async () => {
  const fit = (verbose: 0 | 2) => (logger: ProgbarLogger) =>
    model().fit(x, x, { epochs: 3, batchSize: 8, verbose, callbacks: [logger] });
  const { lines, terminal } = await shown(fit(2));
  expect(terminal).toBe(`${lines.join('\n')}\n`);
  expect(lines.filter((line) => line.startsWith('Epoch'))).toEqual(['Epoch 1/3', 'Epoch 2/3', 'Epoch 3/3']);
  expect(lines[1]).toMatch(/^5\/5 - \d+s - \d+m?s\/step - loss: [\d.e-]+ - mae: [\d.e-]+$/);
  expect((await shown(fit(0))).terminal).toBe('');
});

test('a stream has its length after the first epoch', async () => {
  async function* batches(): AsyncGenerator<[number[][], number[][]]> {
    for (let start = 0; start < 40; start += 20)
      yield [x.slice(start, start + 20), x.slice(start, start + 20)];
  }
  const { terminal } = await shown((logger) =>
    model().fit(batches, { epochs: 2, verbose: 1, callbacks: [logger] }),
  );
  expect(terminal).toContain('1/Unknown');
  expect(screen(terminal)[1]).toMatch(/^2\/2 ━{20}/);
  expect(terminal).toContain('1/2 ━');
});

test('without a terminal fit prints plain lines, evaluate and predict only when asked to', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const printed = async (work: () => Promise<unknown>): Promise<unknown[]> => {
    log.mockClear();
    await work();
    return log.mock.calls.flat();
  };
  try {
    const one = model();
    const lines = await printed(() => one.fit(x, x, { epochs: 1, batchSize: 40 }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^1\/1 - 0s - \d+(ms|us)\/step - loss: [\d.e-]+ - mae: [\d.e-]+$/);
    expect(await printed(() => one.predict(x))).toEqual([]);
    expect(await printed(() => one.evaluate(x, x))).toEqual([]);
    const asked: EvaluateOptions = { verbose: 1, batchSize: 40 };
    expect((await printed(() => one.evaluate(x, x, asked)))[0]).toMatch(/^1\/1 - 0s - /);
  } finally {
    log.mockRestore();
  }
});
