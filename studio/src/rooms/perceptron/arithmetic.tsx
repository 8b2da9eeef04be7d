/** What the unit does with one instance, in numbers: the weighted sum, the answer, the change of the weights. */
import type { PerceptronStep } from 'hebb';
import type { JSX } from 'preact';
import { Formula } from '../../parts/formula.tsx';
import { shortNumber } from '../../parts/number-text.ts';
import type { PointSet } from './point-set.ts';
import { isMistake } from './run.ts';

const tex = (value: number): string => shortNumber(value).replace('−', '-');
/** A number as a factor or summand after another: negative ones in parentheses. */
const inner = (value: number): string => (value < 0 ? `(${tex(value)})` : tex(value));

export function Arithmetic({
  step,
  points,
  eta,
}: {
  readonly step: PerceptronStep | undefined;
  readonly points: PointSet;
  readonly eta: number;
}): JSX.Element {
  if (step === undefined) {
    return (
      <section aria-label="The rule">
        <h2>The rule</h2>
        <p>All weights are zero, and there is no line yet. For each instance the unit answers</p>
        <Formula
          block
          tex={'\\hat y = \\begin{cases}1 & z \\ge 0\\\\0 & z < 0\\end{cases}\\quad z = w_1x_1 + w_2x_2 + b'}
        />
        <p>and when it is wrong, its weights move by the instance:</p>
        <Formula block tex={'w_i \\leftarrow w_i + \\eta\\,(y - \\hat y)\\,x_i'} />
      </section>
    );
  }
  const { instance, target, activation, prediction, weightsBefore, biasBefore, weightChange, biasChange } =
    step;
  const [w, x] = [weightsBefore, instance];
  const change = (name: string, old: number, by: number, input: string): string =>
    `${name} \\leftarrow ${tex(old)} + ${tex(eta)}\\cdot(${target} - ${prediction})${input} = ${tex(old + by)}`;
  return (
    <section aria-label="The rule">
      <h2>
        Row {step.row + 1}: {points.classes[target]}
      </h2>
      <p>The unit adds up</p>
      <Formula
        block
        tex={`z = ${tex(w[0])}\\cdot${inner(x[0])} + ${inner(w[1])}\\cdot${inner(x[1])} + ${inner(biasBefore)} = ${tex(activation)}`}
      />
      <p>
        and answers <Formula tex={`\\hat y = ${prediction}`} />, {points.classes[prediction]}, where{' '}
        <Formula tex={`y = ${target}`} />.{' '}
        <strong class={isMistake(step) ? 'wrong' : ''}>
          {isMistake(step) ? 'A mistake: the weights change.' : 'Right: nothing changes.'}
        </strong>
      </p>
      {isMistake(step) && (
        <div class="changes">
          <Formula block tex={change('w_1', w[0], weightChange[0], `\\cdot${inner(x[0])}`)} />
          <Formula block tex={change('w_2', w[1], weightChange[1], `\\cdot${inner(x[1])}`)} />
          <Formula block tex={change('b', biasBefore, biasChange, '')} />
        </div>
      )}
    </section>
  );
}
