/** One's own points: which label the pointer puts down, points by their numbers, and taking back. */
import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { RoomState } from '../../state/room-state.ts';
import { type Brush, brushed } from './own-points.ts';
import { type fields, reach } from './settings.ts';

export function PointTools({
  state,
  brush,
}: {
  readonly state: RoomState<typeof fields>;
  readonly brush: Signal<Brush>;
}): JSX.Element {
  const { points } = state.signals;
  const [x, y] = [useSignal(0), useSignal(0)];
  return (
    <div class="point-tools">
      <fieldset>
        <legend>A click on the plane</legend>
        {([0, 1, 'eraser'] as const).map((one) => (
          <label key={one} class="check">
            <input
              type="radio"
              name="perceptron-brush"
              checked={brush.value === one}
              onChange={() => {
                brush.value = one;
              }}
            />
            {one === 'eraser' ? 'takes points away' : `puts down class ${one} ${one === 0 ? '●' : '■'}`}
          </label>
        ))}
      </fieldset>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          points.value = brushed(points.value, brush.value, x.value, y.value) ?? points.value;
        }}
      >
        {(
          [
            ['x₁', x],
            ['x₂', y],
          ] as const
        ).map(([name, value]) => (
          <label key={name}>
            {name}{' '}
            <input
              class="short-number"
              type="number"
              min={-reach}
              max={reach}
              step={0.1}
              value={value.value}
              onInput={({ currentTarget }) => {
                if (Number.isFinite(currentTarget.valueAsNumber)) value.value = currentTarget.valueAsNumber;
              }}
            />
          </label>
        ))}
        <button type="submit" class="plain">
          {brush.value === 'eraser' ? 'Take away' : 'Put down'}
        </button>
        <button
          type="button"
          class="quiet"
          disabled={points.value.length === 0}
          onClick={() => {
            points.value = points.value.slice(0, -1);
          }}
        >
          Take back the last
        </button>
        <button
          type="button"
          class="quiet"
          disabled={points.value.length === 0}
          onClick={() => {
            points.value = [];
          }}
        >
          Clear
        </button>
      </form>
    </div>
  );
}
