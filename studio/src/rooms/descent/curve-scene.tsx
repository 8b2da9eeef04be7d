/** One parameter: the cost as a curve, the steps down it, and what the learning rate does. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { ChoiceSelect, Slider } from '../../parts/controls.tsx';
import { Formula } from '../../parts/formula.tsx';
import { shortNumber } from '../../parts/number-text.ts';
import type { RoomState } from '../../state/room-state.ts';
import { curvePoints, curves, type Rates } from './hills.ts';
import { PlotFrame } from './plot-frame.tsx';
import type { DescentSession } from './session.ts';
import { fields, reach } from './settings.ts';
import { verdictOn } from './verdict.ts';

interface SceneProps {
  readonly state: RoomState<typeof fields>;
  readonly session: DescentSession;
}

const curveNames = {
  parabola: curves.parabola.name,
  valleys: curves.valleys.name,
  plateau: curves.plateau.name,
};
const sizes: readonly (readonly [keyof Rates, string])[] = [
  ['small', 'Too small'],
  ['right', 'About right'],
  ['large', 'Too large'],
];

export function CurveScene({ state, session }: SceneProps): JSX.Element {
  const { curve, exponent, start } = state.signals;
  const hill = curves[curve.value];
  const { xs, ys } = useMemo(() => curvePoints(hill), [hill]);
  const { path } = session.curve.value;
  const shown = Math.min(session.show.shown.value, path.length - 1);
  const steps = path.slice(0, shown + 1).map(({ theta, cost }) => [theta[0], cost] as const);
  const { theta, cost, gradient } = path[shown];
  const [lean, at] = [gradient[0], theta[0]];
  const most = Math.max(...Array.from(ys));
  return (
    <div class="scene">
      <PlotFrame
        label={`${hill.name}, and ${shown} steps from θ = ${shortNumber(start.value)} to ${shortNumber(at)}`}
        range={{ x: [-reach, reach], y: [Math.min(0, ...Array.from(ys)) - 0.05 * most, most] }}
        axes={['θ', 'cost f(θ)']}
        width={600}
        height={420}
        place={(x) => {
          start.value = Math.round(Math.min(reach, Math.max(-reach, x)) * 10) / 10;
        }}
      >
        {({ x, y, path: draw }) => (
          <>
            <path class="curve" d={draw(Array.from(xs, (value, i) => [value, ys[i]] as const))} />
            <path
              class="tangent"
              d={draw([
                [at - 0.8, cost - 0.8 * lean],
                [at + 0.8, cost + 0.8 * lean],
              ])}
            />
            <path class="steps" d={draw(steps)} />
            {steps.map(([a, b], i) => (
              <circle
                key={i}
                class={i === shown ? 'step now' : 'step'}
                cx={x(a)}
                cy={y(b)}
                r={i === shown ? 6 : 3}
              />
            ))}
          </>
        )}
      </PlotFrame>
      <section class="stack" aria-label="The cost and the learning rate">
        <ChoiceSelect label="Cost" value={curve} field={fields.curve} names={curveNames} />
        <Formula block tex={hill.tex} />
        <Slider label="Start θ (or click on the picture)" value={start} field={fields.start} />
        <div>
          {sizes.map(([size, name]) => (
            <button
              key={size}
              type="button"
              class="plain"
              onClick={() => {
                exponent.value = Math.round(Math.log10(hill.rates[size]) * 20) / 20;
              }}
            >
              {name}
            </button>
          ))}
        </div>
        <dl class="readings">
          {(
            [
              ['theta', 'θ', at],
              ['cost', 'Cost', cost],
              ['slope', 'Slope', lean],
            ] as const
          ).map(([name, label, value]) => (
            <div key={name}>
              <dt>{label}</dt>
              <dd data-reading={name}>{shortNumber(value)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}

/** In the margin: the step in numbers, and what is to be said of the rate. */
export function CurveWords({ state, session }: SceneProps): JSX.Element {
  const { exponent } = state.signals;
  const { path } = session.curve.value;
  const shown = Math.min(session.show.shown.value, path.length - 1);
  const verdict = verdictOn(session.curve.value);
  const tex = (value: number): string => shortNumber(value).replace('−', '-').replace('∞', '\\infty');
  const rate = 10 ** exponent.value;
  const before = path[Math.max(0, shown - 1)];
  return (
    <section aria-label="The step">
      <h2>{shown === 0 ? 'The rule' : `Step ${shown}`}</h2>
      <p>Each step goes against the slope, and is as long as the slope times the learning rate:</p>
      <Formula block tex={'\\theta \\leftarrow \\theta - \\eta\\, f^{\\prime}(\\theta)'} />
      {shown > 0 && (
        <Formula
          block
          tex={`${tex(before.theta[0])} - ${tex(rate)} \\cdot (${tex(before.gradient[0])}) = ${tex(path[shown].theta[0])}`}
        />
      )}
      <div class={verdict.factor === undefined ? 'note' : 'note alarm'} role="status">
        <p>{verdict.text}</p>
        {verdict.factor !== undefined && (
          <button
            type="button"
            class="plain"
            onClick={() => {
              const { min, max } = fields.exponent;
              const next = exponent.value + Math.log10(verdict.factor ?? 1);
              exponent.value = Math.min(max, Math.max(min, Math.round(next * 20) / 20));
            }}
          >
            {verdict.factor < 1 ? 'Try half of it' : 'Try three times as much'}
          </button>
        )}
      </div>
      <p>
        {state.signals.curve.value === 'valleys'
          ? 'Which valley it ends in depends on where it starts: descent finds a minimum, not the lowest.'
          : state.signals.curve.value === 'plateau'
            ? 'Far out the curve is level, the slope is almost nothing, and so is each step: a saturated unit learns like this.'
            : 'A parabola has one valley. Its steps shrink by themselves, as the slope does.'}
      </p>
    </section>
  );
}
