/** What the update comes to: the loss with the new weights, and what to do where it went wrong. */
import type { JSX } from 'preact';
import { shortNumber } from '../../parts/number-text.ts';
import type { RoomState } from '../../state/room-state.ts';
import type { Update } from './network.ts';
import { fields } from './settings.ts';

/** Slopes under this are as good as none. */
const noSlope = 1e-5;

export function Outlook({
  state,
  updates,
  loss,
  after,
  take,
}: {
  readonly state: RoomState<typeof fields>;
  readonly updates: readonly Update[];
  readonly loss: number;
  /** The loss with the new weights. */
  readonly after: number;
  readonly take: () => void;
}): JSX.Element {
  const { eta, hidden } = state.signals;
  const isStill = updates
    .filter(({ name }) => /^[wb][12]/.test(name))
    .every(({ gradient }) => Math.abs(gradient) < noSlope);
  return (
    <>
      <p role="status">
        The loss was {shortNumber(loss)}; with these weights it is <strong>{shortNumber(after)}</strong>.
      </p>
      <button type="button" class="plain" onClick={take}>
        Take the step, and begin again
      </button>
      {after > loss && (
        <div class="note alarm">
          <p>The step went too far: the learning rate is too large.</p>
          <button
            type="button"
            class="plain"
            onClick={() => {
              eta.value = Math.max(fields.eta.min, Number((eta.value / 2).toFixed(2)));
            }}
          >
            Take half of it
          </button>
        </div>
      )}
      {isStill && loss > 1e-6 && (
        <div class="note alarm">
          <p>
            No slope reaches the hidden units: {hidden.value} is flat at these sums. They will not learn from
            this data point.
          </p>
          {hidden.value !== 'softplus' && (
            <button
              type="button"
              class="plain"
              onClick={() => {
                hidden.value = 'softplus';
              }}
            >
              Try softplus, which has a slope everywhere
            </button>
          )}
        </div>
      )}
    </>
  );
}
