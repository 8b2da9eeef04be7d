/**
 * A whole neural network in tensors: two layers that learn "exclusive or" by gradient descent with momentum.
 * Gradients are ordinary tensors, the update is a formula, and a step is compiled once and run 500 times.
 */
import { RandomState } from 'hebb';
import { createEngine, gradients, Program, type Tensor, tensor, variable } from 'hebb/tensor';

const x = tensor([
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
]);
const y = tensor([[0], [1], [1], [0]]);

const random = new RandomState(3);
const draw = (rows: number, columns: number): Tensor =>
  variable(random.uniform(-1, 1, rows * columns), { shape: [rows, columns] });
const parameters = [draw(2, 4), draw(1, 4), draw(4, 1), draw(1, 1)];
const [w1, b1, w2, b2] = parameters;

const hidden = x.matmul(w1).add(b1).tanh();
const output = hidden.matmul(w2).add(b2).sigmoid();
const loss = output.sub(y).square().mean();

const updates = gradients(loss, parameters).flatMap((gradient, i): [Tensor, Tensor][] => {
  const velocity = variable(new Float64Array(gradient.size), { shape: gradient.shape });
  const next = velocity.mul(0.9).sub(gradient.mul(0.5));
  return [
    [velocity, next],
    [parameters[i], parameters[i].add(next)],
  ];
});
const program = new Program(
  { step: { outputs: [loss], updates }, predict: { outputs: [output] } },
  createEngine(),
);

for (let done = 0; done < 500; done += 100) {
  program.run('step', 100);
  console.log(`after ${done + 100} steps: loss ${program.output('step')[0].toFixed(5)}`);
}
program.run('predict');
export const predictions: number[] = Array.from(program.output('predict'));
console.log('0 0, 0 1, 1 0, 1 1 →', predictions.map((p) => p.toFixed(3)).join(' '));
