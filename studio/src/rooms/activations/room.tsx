/** Activations: functions beside their derivatives, why networks need them, and what saturating means. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Room } from '../../frame/rooms.ts';
import { activationTex } from '../../parts/activation-tex.ts';
import { Chart } from '../../parts/chart.tsx';
import { Check, ChoiceSelect, Slider } from '../../parts/controls.tsx';
import { Formula } from '../../parts/formula.tsx';
import { shortNumber } from '../../parts/number-text.ts';
import type { RoomState } from '../../state/room-state.ts';
import './activations.css';
import { curveOf, flatShare, steps } from './curves.ts';
import { code } from './in-code.ts';
import { type ActivationName, fields, names } from './settings.ts';

type State = RoomState<typeof fields>;
interface Props {
  readonly state: State;
}

const REACH = 5;
const places = steps(-REACH, REACH, 401);

function Activations({ state }: Props): JSX.Element {
  return (
    <div class="activations">
      <Functions state={state} />
      <Stacks state={state} />
      <Saturation state={state} />
    </div>
  );
}

function Functions({ state }: Props): JSX.Element {
  const { shown, slope, alpha } = state.signals;
  const shape = { slope: slope.value, alpha: alpha.value };
  const curves = useMemo(
    () => shown.value.map((name) => ({ name, ...curveOf(name, places, shape) })),
    [shown.value, slope.value, alpha.value],
  );
  const toggle = (name: ActivationName): void => {
    const next = names.filter((one) =>
      one === name ? !shown.value.includes(one) : shown.value.includes(one),
    );
    if (next.length > 0) shown.value = next;
  };
  return (
    <section aria-label="Functions and derivatives">
      <fieldset class="choices">
        <legend class="unseen">Functions</legend>
        {names.map((name) => (
          <label key={name} class="check">
            <input type="checkbox" checked={shown.value.includes(name)} onChange={() => toggle(name)} />
            {name}
          </label>
        ))}
      </fieldset>
      <div class="pair">
        <figure>
          <figcaption>The function</figcaption>
          <Chart
            label={`The functions ${shown.value.join(', ')} from −${REACH} to ${REACH}`}
            x={{ label: 'z' }}
            y={{ label: 'a', range: [-2, 3] }}
            lines={curves.map(({ name, xs, values }) => ({ name, xs, ys: values }))}
            legend
          />
        </figure>
        <figure>
          <figcaption>Its derivative</figcaption>
          <Chart
            label={`Their derivatives`}
            x={{ label: 'z' }}
            y={{ label: 'da/dz', range: [-0.3, 1.7] }}
            lines={curves.map(({ name, xs, slopes }) => ({ name, xs, ys: slopes }))}
          />
        </figure>
      </div>
      <div class="pair">
        <div class="stack">
          {shown.value.includes('leaky_relu') && (
            <Slider label="Slope of leaky_relu below 0" value={slope} field={fields.slope} />
          )}
          {shown.value.includes('elu') && <Slider label="α of elu" value={alpha} field={fields.alpha} />}
        </div>
        <dl class="formulas">
          {shown.value.map((name) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Formula tex={activationTex[name]} />
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );
}

/** Two linear layers are one; with a bend between them they are not. */
function Stacks({ state }: Props): JSX.Element {
  const { a, b, c, d, bend } = state.signals;
  const inner = (x: number): number => c.value * x + d.value;
  const bent = (z: number): number => (bend.value ? Math.max(0, z) : z);
  const xs = steps(-3, 3, 241);
  const both = xs.map((x) => a.value * bent(inner(x)) + b.value);
  const [m, k] = [a.value * c.value, a.value * d.value + b.value];
  return (
    <section aria-label="Stacks of linear layers">
      <h2 class="heading">Why a network needs them</h2>
      <p>
        A layer without activation is linear, and a stack of such layers is one linear layer: f(x) = ax + b on
        top of g(x) = cx + d is a line again.
      </p>
      <div class="pair">
        <div class="stack">
          <Slider label="a" value={a} field={fields.a} />
          <Slider label="b" value={b} field={fields.b} />
          <Slider label="c" value={c} field={fields.c} />
          <Slider label="d" value={d} field={fields.d} />
          <Check label="A ReLU between the layers" value={bend} />
          <p role="status">
            {bend.value
              ? 'With a bend between them, the two make something that neither can alone.'
              : `f(g(x)) = ${shortNumber(m)}x ${k < 0 ? '−' : '+'} ${shortNumber(Math.abs(k))}: one layer would do.`}
          </p>
        </div>
        <Chart
          label="The stack of both layers over x"
          x={{ label: 'x' }}
          y={{ label: 'f(g(x))' }}
          lines={[{ name: 'the stack', xs, ys: both }]}
        />
      </div>
    </section>
  );
}

/** Where inputs fall on the flat parts of a function, no gradient comes through. */
function Saturation({ state }: Props): JSX.Element {
  const { saturating, mean, spread, slope, alpha } = state.signals;
  const shape = { slope: slope.value, alpha: alpha.value };
  const share = flatShare(saturating.value, mean.value, spread.value, shape);
  const zs = steps(-15, 15, 601);
  const curve = curveOf(saturating.value, zs, shape);
  const density = zs.map((z) => Math.exp(-0.5 * ((z - mean.value) / spread.value) ** 2));
  return (
    <section aria-label="Saturation">
      <h2 class="heading">Saturating</h2>
      <p>
        What comes into a unit varies from row to row. Where it falls on a flat part of the function, the
        derivative is nearly zero, and no gradient comes through to the layers below.
      </p>
      <div class="pair">
        <div class="stack">
          <ChoiceSelect label="Function" value={saturating} field={fields.saturating} />
          <Slider label="Mean of the inputs" value={mean} field={fields.mean} />
          <Slider label="Their standard deviation" value={spread} field={fields.spread} />
          <p role="status">
            At {Math.round(100 * share)} % of the inputs the slope is less than 0.05
            {share > 0.5 ? ': the unit is saturated, and hardly learns.' : '.'}
          </p>
        </div>
        <Chart
          label={`${saturating.value}, its slope, and how often inputs come`}
          x={{ label: 'z' }}
          y={{ label: '', range: [-1.2, 1.6] }}
          lines={[
            { name: saturating.value, xs: zs, ys: curve.values },
            { name: 'its slope', xs: zs, ys: curve.slopes },
            { name: 'inputs', xs: zs, ys: density, isDashed: true },
          ]}
          legend
        />
      </div>
    </section>
  );
}

export const activations: Room<typeof fields> = {
  fields,
  lead: 'What bends a network. Lay functions over each other, beside their derivatives, and see where they are flat.',
  View: Activations,
  code,
  questions: [
    {
      ask: 'Why was the sigmoid a key ingredient in training the first multilayer perceptrons?',
      answer:
        'Its derivative is never zero, so gradient descent can always roll down the slope. The step function is flat everywhere: with it there is no slope to follow.',
    },
    {
      ask: 'Name three popular activation functions. Can you draw them?',
      answer:
        'The step, the sigmoid, tanh, ReLU, softplus, leaky ReLU, ELU, GELU, Swish … Choose them above to see.',
    },
  ],
};
