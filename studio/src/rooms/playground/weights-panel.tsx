/** Every weight and bias as a number, to read and to change by keyboard. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { features } from './features.ts';
import type { PanelProps } from './panels.tsx';
import type { FeatureName } from './settings.ts';

export function WeightsPanel({ session, state }: PanelProps): JSX.Element {
  const layer = useSignal(0);
  const snapshot = session.snapshot.value;
  // What is shown is what is there once the thread that trains has come to a stop, too.
  const isRunning = session.isRunning.value || snapshot?.isRunning === true;
  const { layers, features: on } = state.signals;
  const count = layers.value.length + 1;
  const k = Math.min(layer.value, count - 1);
  const kernel = snapshot?.kernels[k];
  const biases = snapshot?.biases[k];
  const from = k === 0 ? on.value.map((name: FeatureName) => features[name].label) : undefined;
  return (
    <>
      <p>
        <select
          class="plain"
          aria-label="Layer"
          value={String(k)}
          onChange={({ currentTarget }) => {
            layer.value = Number(currentTarget.value);
          }}
        >
          {Array.from({ length: count }, (_, i) => (
            <option key={i} value={String(i)}>
              {i < layers.value.length ? `hidden layer ${i + 1}` : 'output layer'}
            </option>
          ))}
        </select>{' '}
        <button
          type="button"
          class="plain"
          disabled={session.undo.value.length === 0}
          onClick={() => session.takeBack()}
        >
          Undo
        </button>{' '}
        {isRunning && 'Pause to change them here; a click on a line works at any time.'}
      </p>
      {kernel !== undefined && biases !== undefined && (
        <div class="weights">
          <table class="figures">
            <thead>
              <tr>
                <th scope="col">From</th>
                {Array.from(biases, (_, j) => (
                  <th key={j} scope="col">
                    unit {j + 1}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {Array.from({ length: kernel.length / biases.length + 1 }, (_, i) => {
                const isBias = i === kernel.length / biases.length;
                const name = isBias ? 'bias' : (from?.[i] ?? `unit ${i + 1}`);
                return (
                  <tr key={i}>
                    <th scope="row">{name}</th>
                    {Array.from(biases, (bias, j) => {
                      const value = isBias ? bias : kernel[i * biases.length + j];
                      return (
                        <td key={j}>
                          {isRunning ? (
                            value.toFixed(3)
                          ) : (
                            <input
                              type="number"
                              step="any"
                              aria-label={`${isBias ? 'Bias' : `Weight from ${name}`} of unit ${j + 1}`}
                              value={value.toPrecision(4)}
                              onChange={({ currentTarget: { valueAsNumber: typed } }) => {
                                if (Number.isFinite(typed)) session.edit(k, isBias ? undefined : i, j, typed);
                              }}
                            />
                          )}
                        </td>
                      );
                    })}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
