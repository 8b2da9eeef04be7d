/**
 * Logic with neurons (McCulloch & Pitts 1943): a neuron is active when at least two of its inputs are, and
 * one active inhibitory connection silences it. Any formula becomes a network of such neurons.
 */
import { logicNetwork, ThresholdNetwork } from 'hebb';

for (const formula of ['A', 'A and B', 'A or B', 'A and not B', 'A xor B', '(A -> B) <-> (not A or B)']) {
  const network = logicNetwork(formula);
  console.log(`${formula}: ${network.neurons.length} neurons`);
  for (const { inputs, output } of network.truthTable()) {
    const row = Object.entries(inputs).map(([name, value]) => `${name}=${Number(value)}`);
    console.log(`  ${row.join(' ')} → ${Number(output)}`);
  }
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
