/**
 * A class of one's own: its `call` is a program with a loop and a branch, and one layer is used several times. The
 * numbers of points on three rings tell whether repeated refinement helps.
 */
import { makeCircle, makeSpiral } from 'hebb/datasets';
import { Dense, Layer, Model, setRandomSeed } from 'hebb/nn';
import type { Tensor } from 'hebb/tensor';

const epochs = Number(process.env.EPOCHS ?? 60);

/** x + a small network of x: what it adds is learned. */
class Residual extends Layer {
  readonly inner = new Dense(32, { activation: 'swish' });
  readonly outer = new Dense(32);

  override call(x: Tensor): Tensor {
    return x.add(this.outer.apply(this.inner.apply(x)));
  }
}

/** The same block refines the points `times` times over. */
class Refiner extends Model {
  readonly first = new Dense(32, { activation: 'tanh' });
  readonly block = new Residual();
  readonly last = new Dense(1, { activation: 'sigmoid' });
  readonly times: number;

  constructor(times: number) {
    super();
    this.times = times;
  }

  override call(points: Tensor): Tensor {
    let x = this.first.apply(points);
    for (let i = 0; i < this.times; i++) x = this.block.apply(x);
    return this.last.apply(x);
  }
}

for (const make of [makeCircle, makeSpiral]) {
  const train = make({ nSamples: 400, noise: 0.1, randomState: 0 });
  const test = make({ nSamples: 1000, noise: 0.1, randomState: 1 });
  for (const times of [0, 1, 3]) {
    setRandomSeed(1);
    const model = new Refiner(times);
    model.compile({ optimizer: 'adam', loss: 'binary_crossentropy', metrics: ['accuracy'] });
    const classOf = ({ target }: typeof train) => Array.from(target, (value) => (value === 1 ? 1 : 0));
    await model.fit(train.data, classOf(train), { epochs, verbose: 0, seed: 1 });
    const [, accuracy] = (await model.evaluate(test.data, classOf(test))) as number[];
    console.log(`${make.name}, refined ${times} times: ${accuracy.toFixed(3)} of new points right`);
  }
}
