/**
 * Claims on neurons without learning: the chapter's logic networks, and XOR with weights set by hand.
 */
import type { ShapedArray } from '../../core/matrix.ts';
import { type LogicNetwork, logicNetwork } from '../../estimators/logic/logic-network.ts';
import { ThresholdNetwork } from '../../estimators/logic/threshold-network.ts';
import { decisionBoundary } from '../../plot/decision-boundary.ts';
import { networkDiagram } from '../../plot/network-diagram.ts';
import type { Claim } from './claim.ts';

const section = 'From Biological to Artificial Neurons';
const byLogic = 'The rows 00, 01, 10, 11 of a truth table: no tolerance.';

/** The outputs of a truth table, 0 or 1. */
const outputs = (network: LogicNetwork): number[] =>
  Array.from(network.truthTable(), ({ output }) => Number(output));

export const logicNetworks: Claim<'A ∧ B' | 'A ∨ B' | 'A ∧ ¬B' | 'A ⊕ B' | 'C = A'> = {
  name: 'logic-networks',
  title: 'Neurons that are active when two inputs are can compute any formula',
  section,
  about:
    'The chapter begins with neurons of McCulloch and Pitts, active when at least two of their connections are: identity, “and”, “or”, and “A but not B” with an inhibiting connection; an exercise asks for exclusive or. Here the networks are made from the formulas, and their truth tables are read.',
  isFast: true,
  expected: {
    'C = A': { book: [0, 1], must: 'equal', because: 'The rows 0, 1 of a truth table: no tolerance.' },
    'A ∧ B': { book: [0, 0, 0, 1], must: 'equal', because: byLogic },
    'A ∨ B': { book: [0, 1, 1, 1], must: 'equal', because: byLogic },
    'A ∧ ¬B': { book: [0, 0, 1, 0], must: 'equal', because: byLogic },
    'A ⊕ B': { book: [0, 1, 1, 0], must: 'equal', because: byLogic },
  },
  async run() {
    const formulas = ['A and B', 'A or B', 'A and not B', 'A xor B'] as const;
    const [and, or, butNot, xor] = formulas.map((formula) => logicNetwork(formula));
    return {
      numbers: {
        'C = A': outputs(logicNetwork('A')),
        'A ∧ B': outputs(and),
        'A ∨ B': outputs(or),
        'A ∧ ¬B': outputs(butNot),
        'A ⊕ B': outputs(xor),
      },
      pictures: [
        {
          svg: butNot.toSvg({ inputs: { A: true, B: false } }),
          caption: 'A ∧ ¬B for A active and B not: B’s connection would silence the neuron.',
        },
        {
          svg: xor.toSvg({ inputs: { A: true, B: false } }),
          caption: 'A ⊕ B as (A ∧ ¬B) ∨ (B ∧ ¬A), for A active and B not.',
        },
      ],
    };
  },
};

export const xorByHand: Claim<'output'> = {
  name: 'xor-by-hand',
  title: 'Three threshold units with weights set by hand compute XOR',
  section,
  about:
    'One perceptron cannot solve exclusive or; the chapter’s figure shows a multilayer perceptron that does: a unit for “and”, one for “or”, and an output for “or but not and”, all with step functions and fixed weights.',
  isFast: true,
  expected: { output: { book: [0, 1, 1, 0], must: 'equal', because: byLogic } },
  async run() {
    const and = [1, 1];
    const or = [1, 1];
    const layers = [
      { weights: and.map((weight, i) => [weight, or[i]]), biases: [-1.5, -0.5] },
      { weights: [[-1], [1]], biases: [-0.5] },
    ];
    const network = new ThresholdNetwork(layers);
    const corners = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ];
    const output = Array.from(network.predict(corners) as Int32Array);
    const plane = { predict: async (X: ShapedArray) => network.predict(X) as Int32Array };
    return {
      numbers: { output },
      pictures: [
        {
          svg: networkDiagram(
            layers.map(({ weights }) => weights),
            { inputNames: ['x₁', 'x₂'], outputNames: ['XOR'], title: 'XOR by hand' },
          ),
          caption: 'The weights; the biases are −1.5 and −0.5, and −0.5.',
        },
        {
          svg: await decisionBoundary(plane, corners, output, {
            title: 'What it computes',
            margin: 0.4,
          }),
          caption: 'Two lines make a band, and what lies in it is 1.',
        },
      ],
    };
  },
};
