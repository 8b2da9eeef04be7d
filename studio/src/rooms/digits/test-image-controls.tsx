/** Goes through the test images: back, play, next, anywhere by a slider; all of them, or only the mistakes. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo } from 'preact/hooks';
import { type RunActions, useBackKey } from '../../frame/keys.tsx';
import { Check } from '../../parts/controls.tsx';
import { RunControls } from '../../parts/run-controls.tsx';
import { WaySlider } from '../../parts/way-slider.tsx';
import type { RoomState } from '../../state/room-state.ts';
import type { DigitsSession } from './session.ts';
import type { fields } from './settings.ts';

/** Milliseconds an image is shown while it plays. */
const pace = 1500;

export function TestImageControls({
  state,
  session,
}: {
  readonly state: RoomState<typeof fields>;
  readonly session: DigitsSession;
}): JSX.Element {
  const isRunning = useSignal(false);
  const at = session.at.value;
  const count = session.places.value.length;
  const number = session.opened.value?.images?.indices[session.places.value[at]];
  const actions = useMemo<RunActions>(() => {
    const go = (to: number): void => {
      isRunning.value = false;
      session.go(to);
    };
    return {
      toggle: () => {
        isRunning.value = !isRunning.value;
      },
      step: () => go(session.at.peek() + 1),
      rewind: () => go(0),
      // A stride that shares no factor with most lists: everything is seen once before anything comes again.
      reseed: () => go(session.at.peek() + 137),
    };
  }, [session]);
  useEffect(() => {
    if (!isRunning.value) return;
    const timer = setInterval(() => session.go(session.at.peek() + 1), pace);
    return () => clearInterval(timer);
  }, [isRunning.value, session]);
  const back = useCallback((): void => {
    isRunning.value = false;
    session.go(session.at.peek() - 1);
  }, [session]);
  useBackKey(back);
  return (
    <div class="image-controls">
      <RunControls isRunning={isRunning.value} actions={actions} back={back} />
      <WaySlider
        label={`Image ${at + 1} of ${count}`}
        says={`no. ${number} of the test set`}
        reading="index"
        at={at + 1}
        first={1}
        last={count}
        inWords={`${at + 1} of ${count}`}
        go={(to) => {
          isRunning.value = false;
          session.go(to - 1);
        }}
      />
      <Check label="Only the mistakes" value={state.signals.onlyMistakes} />
    </div>
  );
}
