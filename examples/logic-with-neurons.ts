/**
 * Logic with neurons (McCulloch & Pitts 1943): a neuron is active when at least two of its inputs are, and
 * one active inhibitory connection silences it. Any formula becomes a network of such neurons.
 */
import { FormulaError, logicNetwork, ThresholdNetwork } from 'hebb';

for (const formula of ['A', 'A and B', 'A or B', 'A and not B', 'A xor B', '(A -> B) <-> (not A or B)']) {
  const network = logicNetwork(formula);
  console.log(`${formula}: neurons ${network.neurons.map(({ computes }) => computes).join(', ')}`);
  for (const { inputs, output } of network.truthTable()) {
    const row = Object.entries(inputs).map(([name, value]) => `${name}=${Number(value)}`);
    console.log(`  ${row.join(' ')} → ${Number(output)}`);
  }
}

// Every neuron's signal for one row, and the network as a picture with what is active in colour.
const xorOfNeurons = logicNetwork('A ⊕ B');
for (const { neuron, excitation, active } of xorOfNeurons.signals({ A: true, B: false })) {
  console.log(`${neuron.name} = ${neuron.computes}: ${excitation} of ${neuron.threshold}, active: ${active}`);
}
export const picture: string = xorOfNeurons.toSvg({ inputs: { A: true, B: false } });

// A slip is shown with its place.
try {
  logicNetwork('A and (B or not)');
} catch (error) {
  if (error instanceof FormulaError) console.log(error.message);
}

// One neuron cannot compute "exclusive or". Three with steps for activations can: "and", "or", "or but not and".
const xor = new ThresholdNetwork([
  {
    weights: [
      [1, 1],
      [1, 1],
    ],
    biases: [-1.5, -0.5],
  },
  { weights: [[-1], [1]], biases: [-0.5] },
]);
console.log(
  'XOR by hand:',
  xor.predict([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]),
);
