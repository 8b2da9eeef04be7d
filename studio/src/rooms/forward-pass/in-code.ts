/** The room in a few lines of Hebb. */
export const code = `import { tensor } from 'hebb/tensor';

const X = tensor([[0.2, 0.7, 0.5]]);
const y = tensor([[0.9]]);
const W1 = tensor([[1.2, -0.6], [-0.8, 0.3], [0.4, 1.9]]);
const b1 = tensor([0.1, -0.5]);
const W2 = tensor([[-1.1], [0.7]]);
const b2 = tensor([-0.3]);

const hidden = X.matmul(W1).add(b1).sigmoid();
const output = hidden.matmul(W2).add(b2).sigmoid();
console.log(hidden.toArray(), output.toArray());
console.log('error', output.sub(y).square().sum().item());`;
