/** The margin: a word at the moment something surprising happens, and how training is set. */
import type { JSX } from 'preact';
import type { RoomState } from '../../state/room-state.ts';
import { adviceOn } from './advice.ts';
import { LessonGuide } from './lesson-guide.tsx';
import type { RunLog } from './run-log.ts';
import type { TrainingSession } from './session.ts';
import type { fields } from './settings.ts';
import { TrainingControls } from './training-controls.tsx';

export function Advice({
  state,
  session,
  log,
  reseed,
}: {
  readonly state: RoomState<typeof fields>;
  readonly session: TrainingSession;
  readonly log: RunLog;
  readonly reseed: () => void;
}): JSX.Element {
  const snapshot = session.snapshot.value;
  const word = snapshot && adviceOn(snapshot, state.values);
  const failure = session.failure.value;
  return (
    <div class="stack">
      <LessonGuide state={state} session={session} log={log} />
      {failure !== undefined && (
        <div class="note alarm" role="alert">
          <p>{failure}</p>
          <button type="button" class="plain" onClick={() => state.reset()}>
            Start again with the first settings
          </button>
        </div>
      )}
      {word && (
        <div class="note" role="status">
          <p>{word.text}</p>
          {word.change && (
            <button
              type="button"
              class="plain"
              onClick={() => {
                if (word.change === 'reseed') reseed();
                else state.set(word.change ?? {});
                session.rewind();
                session.play();
              }}
            >
              {word.offer}
            </button>
          )}
        </div>
      )}
      <TrainingControls state={state} />
    </div>
  );
}
