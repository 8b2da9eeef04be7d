/** Rewind, step, play, and back where a room can: the same at the same place in every room. */
import type { JSX } from 'preact';
import { type RunActions, useRunKeys } from '../frame/keys.tsx';

const shapes = {
  back: 'M14 4v12L6 10z',
  rewind: 'M5 4h2v12H5zM16 4v12L8 10z',
  step: 'M5 4l8 6-8 6zM14 4h2v12h-2z',
  play: 'M5 3l12 7-12 7z',
  pause: 'M5 4h3v12H5zM12 4h3v12h-3z',
} as const;

function Icon({ shape }: { readonly shape: keyof typeof shapes }): JSX.Element {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true">
      <path d={shapes[shape]} />
    </svg>
  );
}

export function RunControls({
  isRunning,
  actions,
  back,
  children,
}: {
  readonly isRunning: boolean;
  readonly actions: RunActions;
  /** One step back. */
  readonly back?: () => void;
  readonly children?: preact.ComponentChildren;
}): JSX.Element {
  useRunKeys(actions);
  return (
    <fieldset class="run">
      <legend class="unseen">Run</legend>
      <button type="button" aria-label="Rewind to the same start" title="Rewind (R)" onClick={actions.rewind}>
        <Icon shape="rewind" />
      </button>
      {back && (
        <button type="button" aria-label="One step back" title="One step back (←)" onClick={back}>
          <Icon shape="back" />
        </button>
      )}
      <button
        type="button"
        class="play"
        aria-label={isRunning ? 'Pause' : 'Play'}
        title={isRunning ? 'Pause (space)' : 'Play (space)'}
        onClick={actions.toggle}
      >
        <Icon shape={isRunning ? 'pause' : 'play'} />
      </button>
      <button type="button" aria-label="One step" title="One step (→)" onClick={actions.step}>
        <Icon shape="step" />
      </button>
      {children}
    </fieldset>
  );
}
