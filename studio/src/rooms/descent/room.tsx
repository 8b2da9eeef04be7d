/** Gradient descent: one parameter on a curve, two on a landscape, and a line that is fitted to points. */
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Room } from '../../frame/rooms.ts';
import { ChoiceButtons } from '../../parts/choice-buttons.tsx';
import { Select, Slider } from '../../parts/controls.tsx';
import { shortNumber } from '../../parts/number-text.ts';
import { RunControls } from '../../parts/run-controls.tsx';
import { type SpeedName, speeds } from '../../parts/show.ts';
import { WaySlider } from '../../parts/way-slider.tsx';
import type { RoomState } from '../../state/room-state.ts';
import { CurveScene, CurveWords } from './curve-scene.tsx';
import { FitScene } from './fit-scene.tsx';
import { code } from './in-code.ts';
import { RaceScene } from './race-scene.tsx';
import { DescentSession } from './session.ts';
import { fields, rateOf } from './settings.ts';
import { lengths } from './walks.ts';
import './descent.css';

const speedNames = Object.keys(speeds) as SpeedName[];
const scenes = {
  curve: 'One parameter',
  landscape: 'Two parameters, optimizers raced',
  fit: 'Fitting a line',
} as const;

function Descent({ state }: { readonly state: RoomState<typeof fields> }): JSX.Element {
  const session = useMemo(() => new DescentSession(state), [state]);
  useEffect(() => () => session.close(), [session]);
  const { show } = session;
  const { scene, exponent } = state.signals;
  const length = lengths[scene.value];
  const shown = Math.min(length, show.shown.value);
  const actions = useMemo(
    () => show.actions(() => state.set({ seed: (state.signals.seed.peek() + 1) % 100_000 })),
    [show, state],
  );
  return (
    <div class="descent">
      <ChoiceButtons
        legend="What is descended"
        names={scenes}
        value={scene.value}
        choose={(chosen) => {
          scene.value = chosen;
        }}
      />
      <div class="desk">
        <div>
          <div class="top">
            <RunControls isRunning={show.isRunning.value} actions={actions}>
              <Select label="Speed" value={show.speed} options={speedNames} />
            </RunControls>
            <WaySlider
              label="Step"
              says={shown}
              reading="step"
              at={shown}
              last={length}
              inWords={`${shown} of ${length}`}
              go={(to) => show.go(to)}
            />
            <Slider
              label="Learning rate η"
              value={exponent}
              field={fields.exponent}
              print={(value) => shortNumber(rateOf(value))}
            />
          </div>
          {scene.value === 'curve' ? (
            <CurveScene state={state} session={session} />
          ) : scene.value === 'landscape' ? (
            <RaceScene state={state} session={session} />
          ) : (
            <FitScene state={state} session={session} />
          )}
        </div>
        <aside class="margin">
          {scene.value === 'curve' ? (
            <CurveWords state={state} session={session} />
          ) : (
            <Words scene={scene.value} />
          )}
        </aside>
      </div>
    </div>
  );
}

function Words({ scene }: { readonly scene: 'landscape' | 'fit' }): JSX.Element {
  if (scene === 'landscape') {
    return (
      <section aria-label="The race">
        <h2>The race</h2>
        <p>
          All start at one place with one learning rate, so this is no verdict: each has its own best rate.
        </p>
        <p>
          Plain descent crawls along a long valley, and zigzags across it when the rate is larger. Momentum
          gathers speed and overshoots. AdaGrad, RMSProp and Adam give each parameter a step of its own.
        </p>
        <p>
          Start the saddle near θ₂ = 0: the slope there is almost nothing, and it takes long to find the way
          down.
        </p>
      </section>
    );
  }
  return (
    <section aria-label="Batches">
      <h2>Batches</h2>
      <p>
        The batch's path is smooth: each step looks at all points. A single point gives a rough idea of the
        slope; the path is cheap, jumps about, and never quite rests. A mini-batch lies between.
      </p>
      <p>Each cost is that of the points the step looks at, so the stochastic one jumps.</p>
      <p>S draws other points around 4 + 3x.</p>
    </section>
  );
}

export const descent: Room<typeof fields> = {
  fields,
  lead: 'Walk downhill: press play, then change the learning rate until it is too small, right, too large.',
  View: Descent,
  code,
  questions: [
    {
      ask: 'What happens when the learning rate is too small, and when it is too large?',
      answer:
        'Too small: it arrives, but after very many steps. Too large: it jumps across the valley, and if each jump lands higher than the last, the cost grows without limit. On a parabola the border is 2 divided by the second derivative.',
    },
    {
      ask: 'Do batch, mini-batch and stochastic descent end at the same place?',
      answer:
        'On a convex cost they come to the same neighbourhood. With a fixed rate only batch descent settles; the others go on jumping about the minimum, less so the larger the batch. Let the learning rate decrease, and they settle too.',
    },
    {
      ask: 'Which hyperparameters decide how a network descends?',
      answer:
        'The learning rate first of all, then the batch size, the optimizer with its momentum, the schedule of the rate, and how many epochs. What the landscape looks like is decided by others: layers, units, activation, loss, initial weights and regularization.',
    },
  ],
};
