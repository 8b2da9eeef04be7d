/** The perceptron's stage: the plane, what is set beside it, the readings and the way through the run. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Check, ChoiceSelect, Slider } from '../../parts/controls.tsx';
import { shortNumber } from '../../parts/number-text.ts';
import { WaySlider } from '../../parts/way-slider.tsx';
import type { RoomState } from '../../state/room-state.ts';
import { type Brush, brushed } from './own-points.ts';
import { PointTools } from './own-points.tsx';
import { Plane } from './plane.tsx';
import { dataNames, type PointSet } from './point-set.ts';
import { before, isMistake, type Line, lineAfter, nextMistake } from './run.ts';
import type { PerceptronSession } from './session.ts';
import { fields } from './settings.ts';

interface StageProps {
  readonly state: RoomState<typeof fields>;
  readonly session: PerceptronSession;
  readonly points: PointSet;
}

export function Stage({ state, session, points }: StageProps): JSX.Element {
  const { run, show } = session;
  const brush = useSignal<Brush>(1);
  const isOwn = state.signals.data.value === 'own';
  const shown = Math.min(show.shown.value, run.value?.steps.length ?? 0);
  const step = shown === 0 ? undefined : run.value?.steps[shown - 1];
  const line = run.value && lineAfter(run.value.steps, shown);
  const place = (x: number, y: number): void => {
    const own = state.signals.points;
    own.value = brushed(own.value, brush.value, x, y) ?? own.value;
  };
  return (
    <div class="perceptron-stage">
      <figure>
        <Plane
          points={points}
          label={`${dataNames[state.signals.data.value]}: ${points.rows.length} points and ${line ? equation(line) : 'no line yet'}`}
          {...(line && { line })}
          lineBefore={step && isMistake(step) ? before(step) : undefined}
          now={step && { row: step.row, isMistake: isMistake(step) }}
          place={isOwn ? place : undefined}
        />
        <figcaption class="legend">
          <span>
            <span class="zero">●</span> {points.classes[0]}
          </span>
          <span>
            <span class="one">■</span> {points.classes[1]}; the unit says so on the tinted side
          </span>
        </figcaption>
        {isOwn && <PointTools state={state} brush={brush} />}
        {run.value === undefined && <p role="status">It takes points of both classes.</p>}
      </figure>
      <section class="stack" aria-label="What it learns">
        <Controls state={state} />
        <Way session={session} shown={shown} />
        {line && <Readings session={session} points={points} shown={shown} line={line} />}
      </section>
    </div>
  );
}

function Controls({ state }: { readonly state: RoomState<typeof fields> }): JSX.Element {
  const { data, eta, shuffle } = state.signals;
  return (
    <>
      <ChoiceSelect label="Points" value={data} field={fields.data} names={dataNames} />
      <Slider
        label="Learning rate η"
        hint="From weights of zero it scales weights and bias alike, and changes no answer."
        value={eta}
        field={fields.eta}
      />
      <Check label="A new order each epoch" value={shuffle} />
    </>
  );
}

/** A slider over the whole run, and the way to the next mistake. */
function Way({
  session: { run, show },
  shown,
}: {
  readonly session: PerceptronSession;
  readonly shown: number;
}): JSX.Element {
  const length = run.value?.steps.length ?? 0;
  return (
    <div>
      <WaySlider
        label="Instance"
        says={shown}
        reading="shown"
        at={shown}
        last={length}
        inWords={`${shown} of ${length}`}
        go={(to) => show.go(to)}
      />
      <button
        type="button"
        class="plain"
        disabled={run.value === undefined || shown >= length}
        onClick={() => run.value && show.go(nextMistake(run.value, shown))}
      >
        To the next mistake
      </button>
    </div>
  );
}

function Readings({
  session: { run },
  points,
  shown,
  line,
}: {
  readonly session: PerceptronSession;
  readonly points: PointSet;
  readonly shown: number;
  readonly line: Line;
}): JSX.Element {
  const step = run.value?.steps[shown - 1];
  const right = points.rows.filter(
    ([x, y], i) => line.weights[0] * x + line.weights[1] * y + line.bias >= 0 === (points.labels[i] === 1),
  ).length;
  const list = [
    ['epoch', 'Epoch', String(step?.epoch ?? 0)],
    ['mistakes', 'Mistakes', String(step?.mistakes ?? 0)],
    ['right', 'Right now', `${right}/${points.rows.length}`],
    ['w1', 'w₁', shortNumber(line.weights[0])],
    ['w2', 'w₂', shortNumber(line.weights[1])],
    ['bias', 'b', shortNumber(line.bias)],
  ];
  return (
    <dl class="readings">
      {list.map(([name, label, value]) => (
        <div key={name}>
          <dt>{label}</dt>
          <dd data-reading={name}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function equation({ weights: [a, b], bias }: Line): string {
  return `the line ${shortNumber(a)} x₁ + ${shortNumber(b)} x₂ + ${shortNumber(bias)} = 0`;
}
