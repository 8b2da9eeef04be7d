/** Which learning rate? 500 steps with rates from 1e-5 to 10, the loss of each, and the turning point. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Chart } from '../../parts/chart.tsx';
import { shortNumber } from '../../parts/number-text.ts';
import type { PanelProps } from './panels.tsx';
import { rates } from './settings.ts';
import type { SweepResult } from './sweep-worker.ts';

export function SweepPanel({ state }: PanelProps): JSX.Element {
  const result = useSignal<SweepResult | undefined>(undefined);
  const isBusy = useSignal(false);
  const worker = useRef<Worker | undefined>(undefined);
  useEffect(() => () => worker.current?.terminate(), []);
  const start = (): void => {
    worker.current?.terminate();
    isBusy.value = true;
    worker.current = new Worker(new URL('./sweep-worker.ts', import.meta.url), { type: 'module' });
    worker.current.addEventListener('message', ({ data }: MessageEvent<SweepResult>) => {
      result.value = data;
      isBusy.value = false;
    });
    worker.current.postMessage(state.values);
  };
  const found = result.value;
  return (
    <>
      <p>
        A copy of the network is trained for 500 steps while its learning rate grows from 1e−5 to 10. Where
        the loss shoots up, the rate is too large; a tenth of that is a good one.{' '}
        <button type="button" class="plain" disabled={isBusy.value} onClick={start}>
          {isBusy.value ? 'Sweeping …' : 'Sweep'}
        </button>
      </p>
      {found !== undefined && 'failure' in found && <p role="alert">{found.failure}</p>}
      {found !== undefined && 'rates' in found && (
        <>
          <Chart
            label={`Loss over the learning rate, turning at ${shortNumber(found.turning)}`}
            x={{ label: 'Learning rate', isLog: true }}
            y={{ label: 'Loss of the batch', isLog: true }}
            lines={[{ name: 'smoothed loss', xs: found.rates, ys: found.smooth }]}
            marks={[
              { name: 'turning point', x: found.turning },
              { name: 'suggested', x: found.suggested },
            ]}
          />
          <button type="button" class="plain" onClick={() => state.set({ rate: nearest(found.suggested) })}>
            Use {shortNumber(nearest(found.suggested))}
          </button>
        </>
      )}
    </>
  );
}

/** The nearest of the rates that can be chosen. */
function nearest(rate: number): number {
  const far = (one: number): number => Math.abs(Math.log(one / rate));
  return [...rates].sort((a, b) => far(a) - far(b))[0];
}
