/** The room in a few lines of Hebb. */
export const code = `import { logicNetwork } from 'hebb';

const network = logicNetwork('A xor B');
for (const { inputs, output } of network.truthTable()) console.log(inputs, output);
for (const { neuron, excitation, active } of network.signals({ A: true, B: false })) {
  console.log(neuron.name, neuron.computes, excitation, active);
}`;
