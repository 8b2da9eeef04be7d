/** Above the columns: their names, and buttons for more or fewer units and layers. */
import type { JSX } from 'preact';
import type { RoomState } from '../../state/room-state.ts';
import type { Layout } from './layout.ts';
import { type ActivationName, activations, type fields, mostLayers, mostUnits } from './settings.ts';

export function LayerHeads({
  layout,
  state,
}: {
  readonly layout: Layout;
  readonly state: RoomState<typeof fields>;
}): JSX.Element {
  const { layers, hidden } = state.signals;
  const change = (k: number, units: number): void => {
    layers.value = layers.value.map((layer, i) => (i === k ? { ...layer, units } : layer));
  };
  return (
    <>
      {layers.value.map(({ units, activation }, k) => (
        <div key={k} class="layer-head" style={{ left: `${layout.columns[k + 1]}px` }}>
          <div class="more" hidden={hidden.value.includes('layers')}>
            <button
              type="button"
              aria-label={`Fewer units in hidden layer ${k + 1}`}
              disabled={units <= 1}
              onClick={() => change(k, units - 1)}
            >
              −
            </button>
            <span class="number">{units}</span>
            <button
              type="button"
              aria-label={`More units in hidden layer ${k + 1}`}
              disabled={units >= mostUnits}
              onClick={() => change(k, units + 1)}
            >
              +
            </button>
          </div>
          <select
            hidden={hidden.value.includes('activation')}
            aria-label={`Activation of hidden layer ${k + 1}`}
            value={activation ?? ''}
            onChange={({ currentTarget: { value } }) => {
              layers.value = layers.value.map((layer, i) =>
                i !== k
                  ? layer
                  : { units: layer.units, ...(value !== '' && { activation: value as ActivationName }) },
              );
            }}
          >
            <option value="">{state.signals.activation.value}</option>
            {activations.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </div>
      ))}
    </>
  );
}

/** One layer more or less. */
export function LayerCount({ state }: { readonly state: RoomState<typeof fields> }): JSX.Element {
  const { layers } = state.signals;
  const count = layers.value.length;
  return (
    <div class="more">
      <button
        type="button"
        aria-label="Remove a hidden layer"
        disabled={count === 0}
        onClick={() => {
          layers.value = layers.value.slice(0, -1);
        }}
      >
        −
      </button>
      <span>
        <span class="number">{count}</span> hidden {count === 1 ? 'layer' : 'layers'}
      </span>
      <button
        type="button"
        aria-label="Add a hidden layer"
        disabled={count >= mostLayers}
        onClick={() => {
          layers.value = [...layers.value, { units: layers.value.at(-1)?.units ?? 4 }];
        }}
      >
        +
      </button>
    </div>
  );
}
