/** Epoch, losses and scores as numbers, and for screen readers once in a while in a sentence. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { fixedNumber, shortNumber } from '../../parts/number-text.ts';
import type { RoomState } from '../../state/room-state.ts';
import type { TrainingSession } from './session.ts';
import type { fields } from './settings.ts';

/** Milliseconds between two sentences. */
const SENTENCE = 5000;

export function Readings({
  session,
  state,
}: {
  readonly session: TrainingSession;
  readonly state: RoomState<typeof fields>;
}): JSX.Element {
  const snapshot = session.snapshot.value;
  const isRegression = state.signals.problem.value === 'regression';
  const score = (value: number | undefined): string =>
    value === undefined || Number.isNaN(value)
      ? '–'
      : isRegression
        ? fixedNumber(value, 3)
        : `${fixedNumber(100 * value, 1)} %`;
  return (
    <>
      <dl class="readings">
        <div>
          <dt>Epoch</dt>
          <dd data-reading="epoch">{snapshot?.epoch ?? 0}</dd>
        </div>
        <div>
          <dt>Training loss</dt>
          <dd data-reading="train-loss">{snapshot === undefined ? '–' : shortNumber(snapshot.train.loss)}</dd>
        </div>
        <div>
          <dt>Test loss</dt>
          <dd data-reading="test-loss">{snapshot === undefined ? '–' : shortNumber(snapshot.test.loss)}</dd>
        </div>
        <div>
          <dt>{isRegression ? 'Test R²' : 'Test accuracy'}</dt>
          <dd data-reading="test-score">{score(snapshot?.test.score)}</dd>
        </div>
      </dl>
      <Sentence session={session} />
    </>
  );
}

function Sentence({ session }: { readonly session: TrainingSession }): JSX.Element {
  const [text, setText] = useState('');
  useEffect(() => {
    const timer = setInterval(() => {
      const now = session.snapshot.peek();
      if (now === undefined || !session.isRunning.peek()) return;
      setText(
        `Epoch ${now.epoch}, training loss ${shortNumber(now.train.loss)}, test loss ${shortNumber(now.test.loss)}.`,
      );
    }, SENTENCE);
    return () => clearInterval(timer);
  }, [session]);
  return (
    <p class="unseen" aria-live="polite">
      {text}
    </p>
  );
}
