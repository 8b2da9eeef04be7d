/** The lesson in the margin: its text, what to try with what has been noticed, and the next one. */
import type { JSX } from 'preact';
import type { RoomState } from '../../state/room-state.ts';
import { lessons } from './lessons.ts';
import type { RunLog } from './run-log.ts';
import type { TrainingSession } from './session.ts';
import type { fields } from './settings.ts';

interface Props {
  readonly state: RoomState<typeof fields>;
  readonly session: TrainingSession;
  readonly log: RunLog;
}

export function LessonGuide({ state, session, log }: Props): JSX.Element {
  const { lesson } = state.signals;
  const go = (number: number): void => {
    log.forget();
    state.set({ ...(lessons[number - 1]?.stage ?? {}), lesson: number });
    if (number === 0) return;
    session.rewind();
    session.play();
  };
  const number = lesson.value;
  const current = lessons[number - 1];
  if (current === undefined) {
    return (
      <p>
        <button type="button" class="plain" onClick={() => go(1)}>
          Seven lessons
        </button>
      </p>
    );
  }
  const done = current.steps.map((step) => step.isDone(log.runs.value));
  const isOver = done.every(Boolean);
  return (
    <section class="lesson" aria-label={`Lesson ${number}`}>
      <h2>
        Lesson {number} of {lessons.length}: {current.title}
      </h2>
      <p>{current.text}</p>
      <ul>
        {current.steps.map(({ text }, i) => (
          <li key={text} class={done[i] ? 'done' : ''}>
            <span class="unseen">{done[i] ? 'Done: ' : 'To do: '}</span>
            {text}
          </li>
        ))}
      </ul>
      <div aria-live="polite">{isOver && <p class="note">{current.after}</p>}</div>
      <p>
        <button type="button" class="quiet" onClick={() => go(number - 1)}>
          ← {number === 1 ? 'Leave' : 'Before'}
        </button>
        <button
          type="button"
          class={isOver ? 'plain' : 'quiet'}
          onClick={() => go((number + 1) % (lessons.length + 1))}
        >
          {number === lessons.length ? 'Leave' : 'Next'} →
        </button>
      </p>
    </section>
  );
}
