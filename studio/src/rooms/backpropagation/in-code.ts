/** The room in a few lines of Hebb. */
export const code = `import { tensor, trace } from 'hebb/tensor';

const [x, y] = [tensor([[0.5, 1.2]]), tensor([[1]])];
const W1 = tensor([[0.3, -0.8], [0.6, 0.1]]);
const b1 = tensor([0.2, -0.1]);
const W2 = tensor([[0.9], [-0.4]]);
const b2 = tensor([0]);
const output = x.matmul(W1).add(b1).tanh().matmul(W2).add(b2);
const loss = output.sub(y).square().sum();

const { backward } = trace(loss, { W1, b1, W2, b2, output, loss });
for (const { name, operation, gradient } of backward) console.log(name ?? operation, gradient.toArray());`;
