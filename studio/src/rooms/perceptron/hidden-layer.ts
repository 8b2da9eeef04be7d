/** The network for exclusive or: nine numbers as a network of threshold units, and what it says. Pure. */
import { ThresholdNetwork } from 'hebb';
import { clip, cornersOf, type Place } from './half-plane.ts';
import { corners, logicView } from './point-set.ts';
import type { Line } from './run.ts';
import type { HiddenWeights } from './settings.ts';

export interface HiddenRow {
  readonly inputs: readonly [a: number, b: number];
  readonly hidden: readonly number[];
  readonly output: number;
  readonly wanted: number;
}

/** What each weight is, in the order of the nine. */
export const weightNames: readonly string[] = [
  'A to h₁',
  'B to h₁',
  'bias of h₁',
  'A to h₂',
  'B to h₂',
  'bias of h₂',
  'h₁ to the output',
  'h₂ to the output',
  'bias of the output',
];

function hiddenNetwork(weights: HiddenWeights): ThresholdNetwork {
  const [a1, b1, bias1, a2, b2, bias2, h1, h2, bias] = weights;
  return new ThresholdNetwork([
    {
      weights: [
        [a1, a2],
        [b1, b2],
      ],
      biases: [bias1, bias2],
    },
    { weights: [[h1], [h2]], biases: [bias] },
  ]);
}

/** The lines of the two hidden units. */
export function hiddenLines([a1, b1, bias1, a2, b2, bias2]: HiddenWeights): readonly [Line, Line] {
  return [
    { weights: [a1, b1], bias: bias1 },
    { weights: [a2, b2], bias: bias2 },
  ];
}

/** What every unit says at the four corners. */
export function hiddenRows(weights: HiddenWeights): readonly HiddenRow[] {
  const network = hiddenNetwork(weights);
  return corners.map(([a, b]) => {
    const [hidden, output] = network.signals([a, b]);
    return {
      inputs: [a, b],
      hidden: hidden.outputs,
      output: output.outputs[0],
      wanted: Number(a !== b),
    };
  });
}

/** The parts of the view where the output is 1: each is where the two hidden units give one pair of answers. */
export function outputAreas(weights: HiddenWeights): readonly (readonly Place[])[] {
  const output = new ThresholdNetwork([hiddenNetwork(weights).layers[1]]);
  const lines = hiddenLines(weights);
  return corners.flatMap((answers) => {
    if (output.signals(answers)[0].outputs[0] === 0) return [];
    const area = answers.reduce(
      (rest, answer, i) => clip(rest, answer === 1 ? lines[i] : opposite(lines[i])).area,
      cornersOf(logicView),
    );
    return area.length > 2 ? [area] : [];
  });
}

function opposite({ weights, bias }: Line): Line {
  return { weights: weights.map((weight) => -weight), bias: -bias };
}
