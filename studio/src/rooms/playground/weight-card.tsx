/** One weight or bias, to read and to change. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Place } from './layout.ts';
import type { TrainingSession } from './session.ts';

export interface Chosen {
  readonly layer: number;
  /** The unit or feature that a weight comes from; without one it is a bias. */
  readonly from?: number;
  /** The unit that it belongs to. */
  readonly to: number;
  readonly at: Place;
}

export function WeightCard({
  chosen: { layer, from, to, at },
  session,
  close,
}: {
  readonly chosen: Chosen;
  readonly session: TrainingSession;
  readonly close: () => void;
}): JSX.Element {
  const field = useRef<HTMLInputElement>(null);
  const snapshot = session.snapshot.peek();
  const units = snapshot?.biases[layer]?.length ?? 1;
  const known =
    from === undefined ? snapshot?.biases[layer]?.[to] : snapshot?.kernels[layer]?.[from * units + to];
  const value = known ?? 0;
  useEffect(() => field.current?.select(), [layer, from, to]);
  return (
    <form
      class="card"
      style={{ left: `${at.x}px`, top: `${at.y + 12}px` }}
      onSubmit={(event) => {
        event.preventDefault();
        const typed = field.current?.valueAsNumber;
        if (typed !== undefined && Number.isFinite(typed)) session.edit(layer, from, to, typed);
        close();
      }}
      onKeyDown={({ key }) => {
        if (key === 'Escape') close();
      }}
    >
      <label class="control">
        <span class="label">
          {from === undefined ? `Bias of unit ${to + 1}` : `Weight from ${from + 1} to ${to + 1}`}
        </span>
        <input ref={field} type="number" step="any" defaultValue={value.toPrecision(4)} />
      </label>
      <button type="submit" class="plain">
        Set
      </button>
      <button type="button" class="quiet" onClick={close}>
        Close
      </button>
    </form>
  );
}
