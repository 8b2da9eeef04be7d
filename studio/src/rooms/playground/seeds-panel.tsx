/** The same network from many seeds at once: how often does it get stuck? */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { isDark } from '../../frame/theme.ts';
import { fixedNumber } from '../../parts/number-text.ts';
import { paintOutput } from './paint-output.ts';
import type { PanelProps } from './panels.tsx';
import type { SeedResult, SeedsOrder } from './seeds-worker.ts';
import { classCount, type Settings } from './settings.ts';

const COUNT = 12;
const EPOCHS = 200;
/** From this score on a run counts as solved. */
const SOLVED = 0.95;

export function SeedsPanel({ state }: PanelProps): JSX.Element {
  const results = useSignal<readonly SeedResult[]>([]);
  const isBusy = useSignal(false);
  const shown = useSignal<Settings | undefined>(undefined);
  const worker = useRef<Worker | undefined>(undefined);
  const stop = (): void => {
    worker.current?.terminate();
    worker.current = undefined;
    isBusy.value = false;
  };
  useEffect(() => stop, []);
  const start = (): void => {
    stop();
    results.value = [];
    isBusy.value = true;
    const settings = state.values;
    shown.value = settings;
    worker.current = new Worker(new URL('./seeds-worker.ts', import.meta.url), { type: 'module' });
    worker.current.addEventListener('message', ({ data }: MessageEvent<SeedResult>) => {
      results.value = [...results.value, data];
      if (results.value.length === COUNT) stop();
    });
    const order: SeedsOrder = {
      settings,
      seeds: Array.from({ length: COUNT }, (_, i) => settings.seed + i),
      epochs: EPOCHS,
    };
    worker.current.postMessage(order);
  };
  const solved = results.value.filter(({ test }) => test.score >= SOLVED).length;
  return (
    <>
      <p>
        {COUNT} networks like this one, {EPOCHS} epochs each, from as many seeds.{' '}
        <button type="button" class="plain" onClick={isBusy.value ? stop : start}>
          {isBusy.value ? 'Stop' : 'Train them'}
        </button>{' '}
        {isBusy.value && <progress max={COUNT} value={results.value.length} aria-label="Networks trained" />}
      </p>
      {results.value.length > 0 && (
        <p role="status">
          {solved} of {results.value.length} got {100 * SOLVED} % of the test points right, or R² of {SOLVED}.
        </p>
      )}
      <ul class="runs">
        {results.value.map((result) => (
          <Run
            key={result.seed}
            result={result}
            settings={shown.value}
            use={() => state.set({ seed: result.seed })}
          />
        ))}
      </ul>
    </>
  );
}

function Run({
  result: { seed, test, output },
  settings,
  use,
}: {
  readonly result: SeedResult;
  readonly settings: Settings | undefined;
  readonly use: () => void;
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const dark = isDark.value;
  const classes = settings === undefined ? 1 : classCount(settings);
  useEffect(() => {
    if (canvas.current !== null) paintOutput(canvas.current, output, { classes, isCut: false, dark });
  }, [output, dark]);
  const score =
    settings?.problem === 'regression' ? fixedNumber(test.score, 2) : `${Math.round(100 * test.score)} %`;
  return (
    <li>
      <canvas ref={canvas} role="img" aria-label={`What the network of seed ${seed} gives`} />
      <div class="number">{score}</div>
      <button type="button" class="quiet" onClick={use}>
        seed {seed}
      </button>
    </li>
  );
}
