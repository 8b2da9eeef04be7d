/** Goes through the steps of an explanation: first, back, play, next, or anywhere by a slider; arrow keys too. */
import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo } from 'preact/hooks';
import { type RunActions, useBackKey } from '../frame/keys.tsx';
import { RunControls } from './run-controls.tsx';
import { WaySlider } from './way-slider.tsx';

export interface Steps {
  /** Which step is shown, from 0. */
  readonly at: Signal<number>;
  readonly count: number;
  /** What the step is called that is shown. */
  readonly title: string;
  /** Milliseconds a step is shown while it plays. */
  readonly pace: number;
  /** Other numbers. */
  readonly reseed: () => void;
  /** What comes after the last step. */
  readonly beyond: () => void;
}

export function StepControls({ at, count, title, pace, reseed, beyond }: Steps): JSX.Element {
  const isRunning = useSignal(false);
  const last = count - 1;
  const actions = useMemo<RunActions>(() => {
    const go = (to: number): void => {
      isRunning.value = false;
      at.value = Math.min(last, Math.max(0, to));
    };
    return {
      toggle: () => {
        if (!isRunning.value && at.value >= last) at.value = 0;
        isRunning.value = !isRunning.value;
      },
      step: () => {
        if (at.value < last) go(at.value + 1);
        else beyond();
      },
      rewind: () => go(0),
      reseed,
    };
  }, [at, last, reseed, beyond]);
  const back = useCallback((): void => {
    isRunning.value = false;
    at.value = Math.max(0, at.value - 1);
  }, [at]);
  useEffect(() => {
    if (!isRunning.value) return;
    const timer = setInterval(() => {
      if (at.value < last) at.value++;
      if (at.value >= last) isRunning.value = false;
    }, pace);
    return () => clearInterval(timer);
  }, [isRunning.value, at, last, pace]);
  useBackKey(back);
  return (
    <div class="step-controls">
      <RunControls isRunning={isRunning.value} actions={actions} back={back} />
      <WaySlider
        label={`Step ${at.value + 1} of ${count}`}
        says={title}
        at={at.value}
        last={last}
        inWords={`${at.value + 1} of ${count}: ${title}`}
        go={(to) => {
          isRunning.value = false;
          at.value = to;
        }}
      />
    </div>
  );
}
