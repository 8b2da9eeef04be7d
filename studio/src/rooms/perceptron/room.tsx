/** The perceptron: one unit that learns by its mistakes, an instance at a time; and what it takes a layer for. */
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Room } from '../../frame/rooms.ts';
import { Select } from '../../parts/controls.tsx';
import { RunControls } from '../../parts/run-controls.tsx';
import { type SpeedName, speeds } from '../../parts/show.ts';
import type { RoomState } from '../../state/room-state.ts';
import { Arithmetic } from './arithmetic.tsx';
import { HiddenLayer } from './hidden-layer.tsx';
import { code } from './in-code.ts';
import { Outcome } from './outcome.tsx';
import { PerceptronSession } from './session.ts';
import { fields } from './settings.ts';
import { Stage } from './stage.tsx';
import './perceptron.css';

const speedNames = Object.keys(speeds) as SpeedName[];

function Perceptron({ state }: { readonly state: RoomState<typeof fields> }): JSX.Element {
  const session = useMemo(() => new PerceptronSession(state), [state]);
  useEffect(() => () => session.close(), [session]);
  const { show, points, run, failure } = session;
  const actions = useMemo(
    () => show.actions(() => state.set({ seed: (state.signals.seed.peek() + 1) % 100_000 })),
    [show, state],
  );
  const shown = show.shown.value;
  return (
    <div class="perceptron">
      <div class="desk">
        <div>
          <RunControls isRunning={show.isRunning.value} actions={actions}>
            <div class="speed">
              <Select label="Speed" value={show.speed} options={speedNames} />
            </div>
          </RunControls>
          {failure.value !== undefined ? (
            <p class="note alarm" role="alert">
              The flowers could not be loaded: {failure.value}
            </p>
          ) : points.value === undefined ? (
            <p role="status">Iris …</p>
          ) : (
            <Stage state={state} session={session} points={points.value} />
          )}
        </div>
        <aside class="margin">
          {points.value && (
            <Arithmetic
              step={run.value?.steps[shown - 1]}
              points={points.value}
              eta={state.signals.eta.value}
            />
          )}
          {run.value && <Outcome run={run.value} shown={shown} data={state.signals.data.value} />}
        </aside>
      </div>
      <HiddenLayer state={state} />
    </div>
  );
}

export const perceptron: Room<typeof fields> = {
  fields,
  lead: 'A single unit learns by its mistakes. Step through the flowers and watch the line move; then let it try exclusive or.',
  View: Perceptron,
  code,
  questions: [
    {
      ask: 'Why is it generally preferable to use logistic regression rather than a classic perceptron? How can you turn a perceptron into logistic regression?',
      answer:
        'A perceptron stops at the first line that separates the classes, never rests where none does, and gives no probabilities. Take the sigmoid instead of the step (softmax for several classes), and train by gradient descent on the cross-entropy: the same unit is a logistic regression, which settles on a good line whether or not the classes can be separated.',
    },
    {
      ask: 'Does the learning rate change what this perceptron answers?',
      answer:
        'No. It begins with weights of zero, so every weight is a multiple of η, and the sign of a sum does not depend on it. Move the slider: the numbers change, the line and the mistakes do not, but where a sum is exactly zero and rounding decides. (From other weights it would matter.)',
    },
    {
      ask: 'Why can no perceptron learn exclusive or, and why does one hidden layer suffice?',
      answer:
        'A unit parts the plane by one line, and no line has (0, 1) and (1, 0) on one side and (0, 0) and (1, 1) on the other. Two hidden units draw two lines; in the plane of their answers, “or, but not and” is one line again.',
    },
  ],
};
