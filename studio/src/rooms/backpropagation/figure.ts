/** What of the network is to be seen in a step, for the picture. Pure. */
import type { Trace } from 'hebb/tensor';
import type { FigureLink, FigureUnit, NetworkFigureProps } from '../../parts/network-figure.tsx';
import { shortNumber } from '../../parts/number-text.ts';
import { plainName, unitOf } from './names.ts';
import type { Step } from './steps.ts';

/** Hidden units and the output: the node that each one shows, by its number. */
const outcomes: Readonly<Record<number, string>> = { 1: 'a1', 2: 'a2', 3: 'yhat' };

export function figureOf({ forward }: Trace, step: Step): Omit<NetworkFigureProps, 'label'> {
  const values = new Map(forward.map((node) => [node.name ?? '', node.value.item()]));
  const read = (name: string): string | undefined =>
    step.known.has(name) ? shortNumber(values.get(name) ?? 0) : undefined;
  const slopeOf = (name: string): string => {
    const gradient = step.gradients.get(name);
    return gradient === undefined ? '' : `∂ ${shortNumber(Number(gradient.toPrecision(2)))}`;
  };
  const activeUnits = new Set(step.active.map(unitOf));
  const input = (name: string): FigureUnit => ({
    name: plainName(name),
    value: read(name),
    isInput: true,
    isActive: step.active.includes(name),
  });
  const unit = (index: number): FigureUnit => {
    const z = read(`z${index}`);
    return {
      name: plainName(outcomes[index]),
      value: read(outcomes[index]),
      notes: [
        `b ${read(`b${index}`)} ${slopeOf(`b${index}`)}`,
        z === undefined ? '' : `z ${z} ${slopeOf(`z${index}`)}`,
      ],
      isActive: activeUnits.has(index),
    };
  };
  const link = (from: string, index: number, i: number): FigureLink => {
    const name = `w${index}${i}`;
    return {
      from: plainName(from),
      to: plainName(outcomes[index]),
      text: read(name),
      note: slopeOf(name),
      weight: values.get(name),
      gradient: step.gradients.get(name),
      isActive: step.active.includes(name),
    };
  };
  return {
    columns: [[input('x1'), input('x2')], [unit(1), unit(2)], [unit(3)]],
    links: [
      ...[1, 2].flatMap((index) => [link('x1', index, 1), link('x2', index, 2)]),
      link('a1', 3, 1),
      link('a2', 3, 2),
    ],
  };
}
