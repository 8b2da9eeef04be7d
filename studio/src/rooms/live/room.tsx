/** A training that `hebb train --studio` runs in a terminal of this machine, as it goes. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Room } from '../../frame/rooms.ts';
import { Chart } from '../../parts/chart.tsx';
import { fixedNumber, shortNumber } from '../../parts/number-text.ts';
import { after, type LiveEvent, type LiveState, nothing } from './live-log.ts';

/** Milliseconds between two drawings. */
const PACE = 250;

const fields = {};

function Live(): JSX.Element {
  const state = useSignal<LiveState>(nothing);
  const isLost = useSignal(false);
  useEffect(() => {
    const source = new EventSource('./live');
    let latest = nothing;
    source.addEventListener('message', ({ data }) => {
      latest = after(latest, JSON.parse(data) as LiveEvent);
    });
    const timer = setInterval(() => {
      if (latest === state.value) return;
      state.value = latest;
      if (latest.result === undefined) return;
      source.close();
      clearInterval(timer);
      // The program ends when it knows that the end was seen.
      setTimeout(() => fetch('./live/seen').catch(() => {}), 2 * PACE);
    }, PACE);
    source.addEventListener('error', () => {
      if (latest.result !== undefined) return;
      source.close();
      isLost.value = true;
    });
    return () => {
      source.close();
      clearInterval(timer);
    };
  }, []);
  const { about, epochs, losses, scores, maxIter, result } = state.value;
  if (about === undefined) {
    return (
      <p class="state" role="status">
        {isLost.value ? (
          <>
            No training is running here. Start one with <code>hebb train FILE --target COLUMN --studio</code>.
          </>
        ) : (
          'Waiting for the training …'
        )}
      </p>
    );
  }
  return (
    <>
      <h2 class="heading">
        {about.target} of {about.table}, {about.rows.toLocaleString('en')} rows
      </h2>
      <dl class="readings" aria-live="off">
        <div>
          <dt>Epoch</dt>
          <dd data-reading="epoch">
            {epochs.at(-1) ?? 0}
            {maxIter > 0 && <span class="number"> of {maxIter} at most</span>}
          </dd>
        </div>
        <div>
          <dt>Training loss</dt>
          <dd data-reading="train-loss">
            {losses.length === 0 ? '–' : shortNumber(losses.at(-1) as number)}
          </dd>
        </div>
        {scores.length > 0 && (
          <div>
            <dt>Validation {about.scoreName}</dt>
            <dd>{fixedNumber(scores.at(-1) as number, 4)}</dd>
          </div>
        )}
      </dl>
      <Chart
        label={`Training loss over ${epochs.length} epochs`}
        x={{ label: 'epoch' }}
        y={{ label: 'training loss', isLog: spansDecades(losses) }}
        lines={[{ name: 'training loss', xs: epochs, ys: losses }]}
      />
      {scores.length > 0 && (
        <Chart
          label={`Validation ${about.scoreName} over ${scores.length} epochs`}
          x={{ label: 'epoch' }}
          y={{ label: `validation ${about.scoreName}` }}
          lines={[{ name: about.scoreName, xs: epochs.slice(-scores.length), ys: scores }]}
        />
      )}
      <p role="status">
        {result !== undefined
          ? 'The training is over, and the model is saved.'
          : isLost.value
            ? 'The program that trains is gone.'
            : 'Training in the terminal; Ctrl-C there stops early and keeps the best.'}
      </p>
      {result !== undefined && (
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">On rows never seen before</th>
              <th scope="col">the network</th>
              <th scope="col">baseline</th>
            </tr>
          </thead>
          <tbody>
            {result.map(({ name, network, baseline }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{network}</td>
                <td>{baseline}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function spansDecades(values: readonly number[]): boolean {
  return Math.min(...values) > 0 && Math.max(...values) > 20 * Math.min(...values);
}

export const live: Room<typeof fields> = {
  fields,
  lead: 'A training that runs in a terminal of this machine, as it goes. Nothing leaves it.',
  View: Live,
};
