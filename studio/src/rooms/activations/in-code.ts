/** The room in a few lines of Hebb. */
export const code = `import { relu, sigmoid } from 'hebb/nn';
import { gradients, tensor } from 'hebb/tensor';

const z = tensor([-4, -1, 0, 1, 4]);
for (const activation of [sigmoid, relu]) {
  const a = activation.apply(z);
  const [slope] = gradients(a.sum(), [z]);
  console.log(activation.name, a.toArray(), slope.toArray());
}`;
