/** What of the network is to be seen in a step, for the picture. Pure. */
import type { NetworkFigureProps } from '../../parts/network-figure.tsx';
import { fixedNumber, shortNumber } from '../../parts/number-text.ts';
import type { Example, Pass } from './example.ts';
import { inputs, output, type Step } from './narration.ts';

export function figureOf(
  { x }: Example,
  weights: readonly number[],
  { hidden, output: last }: Pass,
  { known, weighted, active }: Step,
): Omit<NetworkFigureProps, 'label'> {
  const hiddenNames = ['h₁', 'h₂'];
  const values = new Map([
    ...inputs.map((name, i): [string, string] => [name, shortNumber(x[i])]),
    ...hiddenNames.map((name, i): [string, string] => [name, fixedNumber(hidden[i].value, 3)]),
    [output, fixedNumber(last.value, 3)],
  ]);
  const biases = new Map([...hiddenNames, output].map((name, i) => [name, weights[8 + i]]));
  const unit = (name: string) => {
    const bias = biases.get(name);
    return {
      name,
      value: known.includes(name) ? values.get(name) : undefined,
      notes: bias !== undefined && weighted.includes(name) ? [`b ${shortNumber(bias)}`] : [],
      isInput: inputs.includes(name),
      isActive: active.includes(name),
    };
  };
  const link = (from: string, to: string, weight: number) => ({
    from,
    to,
    isActive: active.includes(to),
    ...(weighted.includes(to) && { weight, text: shortNumber(weight) }),
  });
  return {
    columns: [inputs.map(unit), hiddenNames.map(unit), [unit(output)]],
    links: [
      ...hiddenNames.flatMap((to, h) => inputs.map((from, i) => link(from, to, weights[3 * h + i]))),
      ...hiddenNames.map((from, i) => link(from, output, weights[6 + i])),
    ],
  };
}
