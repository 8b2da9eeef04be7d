/** The twelve steps of the room: what each says, which formulas it shows, and what is known by then. Pure. */
import { tex, texInside, texResult } from '../../parts/number-tex.ts';
import { shortNumber } from '../../parts/number-text.ts';
import type { Example, Pass, Unit } from './example.ts';

export interface Step {
  readonly title: string;
  readonly says: string;
  readonly formulas: readonly string[];
  /** What is computed in this step. */
  readonly active: readonly string[];
  /** Units whose value is known. */
  readonly known: readonly string[];
  /** Units whose weights and bias are shown. */
  readonly weighted: readonly string[];
  readonly isBetter: boolean;
  /** The error is known. */
  readonly isJudged: boolean;
}

const hidden = ['h₁', 'h₂'];
export const output = 'ŷ';
export const inputs: readonly string[] = ['x₁', 'x₂', 'x₃'];
const all = [...inputs, ...hidden, output];

/** z = w·x + … + b, and its sigmoid, with the numbers. */
function arithmetic(
  { inputs: values, weights, bias, products, sum, value }: Unit,
  of: string,
  from: string,
): string[] {
  const z = `z_{${of}}`;
  const a = of === 'y' ? '\\hat y' : `h_{${of}}`;
  const again = `\\phantom{${z}}`;
  const factors = values.map(
    (x, i) => `${i === 0 ? tex(weights[i]) : texInside(weights[i])}\\cdot ${texInside(x)}`,
  );
  const terms = products.map((product, i) => (i === 0 ? tex(product) : texInside(product)));
  return [
    `${z} = ${values.map((_, i) => `w_{${i + 1}}${from}_{${i + 1}}`).join(' + ')} + b`,
    `${again} = ${factors.join(' + ')} + ${texInside(bias)}`,
    `${again} \\approx ${terms.join(' + ')} + ${texInside(bias)}`,
    `${again} ${texResult(sum)}`,
    `${a} = \\sigma(${z}) = \\frac{1}{1 + e^{-${z}}} ${texResult(value)}`,
  ];
}

function errorOf({ output: { value }, error }: Pass, target: number): string {
  return `(\\hat y - y)^2 ${texResult(value).startsWith('=') ? '=' : '\\approx'} (${tex(value)} - ${tex(target)})^2 \\approx ${tex(error)}`;
}

/** All steps. @param first with the weights it has @param second with better ones */
export function narrate({ x, target }: Example, first: Pass, second: Pass): readonly Step[] {
  const point = `x = (${x.map(tex).join(', ')}),\\quad y = ${tex(target)}`;
  const plain = { formulas: [], active: [], known: inputs, weighted: all, isBetter: false, isJudged: false };
  const better = { ...plain, isBetter: true };
  const isImproved = second.error < first.error;
  return [
    {
      ...plain,
      title: 'a data point',
      says: 'Three inputs, and the target: the number that the network should give for them.',
      formulas: [point],
      active: [],
      known: [],
      weighted: [],
    },
    {
      ...plain,
      title: 'weights of the hidden layer',
      says: 'Every input is connected to both hidden units. Each connection has a weight, each unit a bias. At first they are random.',
      formulas: ['h_i = \\sigma(w_{i1}x_1 + w_{i2}x_2 + w_{i3}x_3 + b_i)'],
      active: hidden,
      known: [],
      weighted: hidden,
    },
    {
      ...plain,
      title: 'weights of the output',
      says: 'The output unit listens to both hidden units, by weights and a bias of its own.',
      formulas: ['\\hat y = \\sigma(w_1h_1 + w_2h_2 + b)'],
      active: [output],
      known: [],
    },
    {
      ...plain,
      title: 'the inputs go in',
      says: 'The data point is laid on the inputs. They compute nothing, they only pass it on.',
      formulas: [point],
      active: inputs,
    },
    {
      ...plain,
      title: 'the first hidden unit',
      says: 'Each input times its weight, all of it added up with the bias, and the sum squeezed between 0 and 1 by the sigmoid.',
      formulas: arithmetic(first.hidden[0], '1', 'x'),
      active: ['h₁'],
      known: [...inputs, 'h₁'],
    },
    {
      ...plain,
      title: 'the second hidden unit',
      says: 'The same inputs, other weights, another answer.',
      formulas: arithmetic(first.hidden[1], '2', 'x'),
      active: ['h₂'],
      known: [...inputs, ...hidden],
    },
    {
      ...plain,
      title: 'the output',
      says: 'To the output unit, the hidden units are the inputs. It does just what they did.',
      formulas: arithmetic(first.output, 'y', 'h'),
      active: [output],
      known: all,
    },
    {
      ...plain,
      title: 'the error',
      says: `The network says ${shortNumber(first.output.value)}, the target is ${shortNumber(target)}. ${
        first.error < 0.01
          ? 'That is nearly right already.'
          : 'That is not quite right; the square of the difference says how wrong.'
      }`,
      formulas: [errorOf(first, target)],
      known: all,
      isJudged: true,
    },
    {
      ...better,
      title: 'better weights',
      says: isImproved
        ? 'These weights were found by gradient descent: a thousand small steps from the first ones, each to where the error is less. How they are found is the subject of the rooms before this one.'
        : 'Gradient descent has found nothing better from here: where the sigmoids are flat, there is no slope to follow.',
      formulas: ['w \\leftarrow w - \\eta\\,\\frac{\\partial}{\\partial w}(\\hat y - y)^2'],
      active: [...hidden, output],
    },
    {
      ...better,
      title: 'the hidden units again',
      says: 'The same inputs, through the new weights.',
      formulas: [...arithmetic(second.hidden[0], '1', 'x'), ...arithmetic(second.hidden[1], '2', 'x')],
      active: hidden,
      known: [...inputs, ...hidden],
    },
    {
      ...better,
      title: 'the output again',
      says: 'And the output, from what the hidden units say now.',
      formulas: arithmetic(second.output, 'y', 'h'),
      active: [output],
      known: all,
    },
    {
      ...better,
      title: 'the error again',
      says: isImproved
        ? `The network says ${shortNumber(second.output.value)}, where ${shortNumber(target)} is right. The error was ${shortNumber(first.error)}, now it is ${shortNumber(second.error)}. Next: other numbers.`
        : `The error is ${shortNumber(second.error)}, as before. Next: other numbers.`,
      formulas: [errorOf(second, target)],
      known: all,
      isJudged: true,
    },
  ];
}
