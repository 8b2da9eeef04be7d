/**
 * Models of every layer, activation, optimizer and way to put layers together, for the exchange with Keras. Each is
 * made with small numbers of a seed of its own, so that the same run makes the same files. It knows no files.
 */
import { MLPClassifier, MLPRegressor, makePipeline, StandardScaler } from 'hebb';
import { toNetwork } from 'hebb/formats';
import * as nn from 'hebb/nn';

const { Dense, Input, Model, Sequential } = nn;

/** Numbers in [-1, 1), row by row. */
export function noise(rows, columns, seed) {
  let state = seed * 2654435761 + 12345;
  const next = () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.fround(state / 2 ** 31 - 1);
  };
  return Array.from({ length: rows }, () => Array.from({ length: columns }, next));
}

const activations = [
  'celu elu exponential gelu hard_shrink hard_sigmoid hard_silu hard_tanh leaky_relu linear log_sigmoid log_softmax mish',
  'relu relu6 selu sigmoid silu soft_shrink softmax softplus softsign sparse_plus sparse_sigmoid sparsemax squareplus tanh',
  'tanh_shrink',
].flatMap((line) => line.split(' '));

/** A graph from one input: `layersOf` says what it is applied to. */
function graph(shape, make, options = {}) {
  const x = Input({ shape, ...options });
  return new Model({ inputs: x, outputs: make(x) });
}

/** Models that are only asked: name, model, and the inputs. */
export async function askedModels() {
  nn.setRandomSeed(1);
  const rows = noise(5, 4, 1);
  const integers = [
    [1, 0, 3],
    [2, 2, 0],
    [4, 1, 1],
  ];
  const flatOn = (shape, layer) =>
    new Sequential([Input(shape), new nn.Reshape([2, 3]), layer, new nn.Flatten(), new Dense(2)]);
  const normal = await new nn.Normalization().adapt(
    noise(30, 4, 2).map((row) => row.map((x, i) => x * 3 + i)),
  );
  const bins = await new nn.Discretization({ numBins: 4 }).adapt(noise(60, 4, 3));
  const one = (layer) =>
    new Sequential([Input([4]), new Dense(6, { activation: 'tanh' }), layer, new Dense(3)]);
  const several = (layer) =>
    graph([4], (x) => layer.apply([new Dense(3, { activation: 'relu' }).apply(x), new Dense(3).apply(x)]));
  const layers = {
    ReLU: one(new nn.ReLU({ maxValue: 0.8, negativeSlope: 0.1, threshold: 0.2 })),
    LeakyReLU: one(new nn.LeakyReLU({ negativeSlope: 0.2 })),
    PReLU: one(new nn.PReLU({ alphaInitializer: 'glorot_uniform' })),
    'PReLU, shared': flatOn([6], new nn.PReLU({ sharedAxes: [1], alphaInitializer: 'ones' })),
    ELU: one(new nn.ELU({ alpha: 0.7 })),
    Softmax: one(new nn.Softmax()),
    Activation: one(new nn.Activation('sigmoid')),
    Dropout: one(new nn.Dropout(0.4, { seed: 3 })),
    GaussianDropout: one(new nn.GaussianDropout(0.3)),
    GaussianNoise: one(new nn.GaussianNoise(0.3)),
    AlphaDropout: one(new nn.AlphaDropout(0.3)),
    SpatialDropout1D: flatOn([6], new nn.SpatialDropout1D(0.3)),
    ActivityRegularization: one(new nn.ActivityRegularization({ l1: 0.1, l2: 0.01 })),
    BatchNormalization: one(new nn.BatchNormalization({ momentum: 0.8, epsilon: 0.01 })),
    'BatchNormalization, bare': one(new nn.BatchNormalization({ center: false, scale: false })),
    LayerNormalization: one(new nn.LayerNormalization()),
    GroupNormalization: one(new nn.GroupNormalization({ groups: 2 })),
    RMSNormalization: one(new nn.RMSNormalization()),
    UnitNormalization: one(new nn.UnitNormalization()),
    Normalization: new Sequential([Input([4]), normal, new Dense(2)]),
    'Normalization, told': new Sequential([
      Input([4]),
      new nn.Normalization({ mean: [1, 2, 3, 4], variance: [1, 4, 9, 16] }),
      new Dense(2),
    ]),
    Rescaling: one(new nn.Rescaling(0.5, { offset: -1 })),
    Identity: one(new nn.Identity()),
    Discretization: new Sequential([Input([4]), bins]),
    'Discretization, told': new Sequential([
      Input([4]),
      new nn.Discretization({ binBoundaries: [-0.5, 0, 0.5], outputMode: 'one_hot' }),
      new nn.Flatten(),
      new Dense(2),
    ]),
    Flatten: flatOn([6], new nn.Identity()),
    Permute: flatOn([6], new nn.Permute([2, 1])),
    RepeatVector: new Sequential([Input([4]), new nn.RepeatVector(3), new nn.Flatten(), new Dense(2)]),
    GlobalAveragePooling1D: new Sequential([
      Input([6]),
      new nn.Reshape([2, 3]),
      new nn.GlobalAveragePooling1D(),
    ]),
    GlobalMaxPooling1D: new Sequential([Input([6]), new nn.Reshape([2, 3]), new nn.GlobalMaxPooling1D()]),
    Masking: new Sequential([
      Input([6]),
      new nn.Reshape([3, 2]),
      new nn.Masking({ maskValue: 0.5 }),
      new nn.GlobalAveragePooling1D(),
      new Dense(2),
    ]),
    Add: several(new nn.Add()),
    Subtract: several(new nn.Subtract()),
    Multiply: several(new nn.Multiply()),
    Average: several(new nn.Average()),
    Maximum: several(new nn.Maximum()),
    Minimum: several(new nn.Minimum()),
    Concatenate: several(new nn.Concatenate()),
    Dot: several(new nn.Dot(1, { normalize: true })),
  };
  const cases = Object.entries(layers).map(([name, model]) => {
    const width = model.inputs.shape[1];
    return {
      name,
      model,
      inputs: width === 4 ? rows : noise(5, width, 7).map((row) => row.map((x, i) => (i < 2 ? 0 : x))),
    };
  });
  cases.push(
    {
      name: 'Embedding with masks',
      model: new Sequential([
        Input([3], { dtype: 'int32' }),
        new nn.Embedding(5, 4, { maskZero: true }),
        new nn.GlobalAveragePooling1D(),
        new Dense(2),
      ]),
      inputs: integers,
    },
    ...['multi_hot', 'count'].map((outputMode) => ({
      name: `CategoryEncoding, ${outputMode}`,
      model: new Sequential([
        Input([3], { dtype: 'int32' }),
        new nn.CategoryEncoding(5, { outputMode }),
        new Dense(2),
      ]),
      inputs: integers,
    })),
    {
      name: 'every activation',
      model: graph([4], (x) =>
        new nn.Concatenate().apply(activations.map((activation) => new Dense(3, { activation }).apply(x))),
      ),
      inputs: rows,
    },
    {
      name: 'regularizers, constraints, initializers',
      model: new Sequential([
        Input([4]),
        new Dense(5, {
          kernelInitializer: new nn.HeNormal({ seed: 3 }),
          biasInitializer: new nn.Constant({ value: 0.1 }),
          kernelRegularizer: new nn.L1L2({ l1: 0.01, l2: 0.02 }),
          biasRegularizer: 'l2',
          activityRegularizer: new nn.L1({ l1: 0.03 }),
          kernelConstraint: new nn.MaxNorm({ maxValue: 2 }),
          biasConstraint: 'non_neg',
        }),
        new Dense(3, { useBias: false, kernelInitializer: new nn.Orthogonal({ gain: 1.5 }) }),
        new Dense(2, { kernelConstraint: new nn.MinMaxNorm({ minValue: 0.2, rate: 0.5 }) }),
      ]),
      inputs: rows,
    },
    {
      name: 'a stack without Input',
      model: await begun(new Sequential([new Dense(5), new Dense(2)]), rows),
      inputs: rows,
    },
    {
      name: 'a classifier with its scaler',
      model: toNetwork(await fitted(MLPClassifier, String)),
      inputs: rows,
    },
    {
      name: 'a regressor with its scaler',
      model: toNetwork(await fitted(MLPRegressor, Number)),
      inputs: rows,
    },
    ...graphs().map((model, i) => ({ name: `graph ${i}`, model, inputs: inputsOf(model) })),
  );
  return cases;
}

/** An estimator behind a scaler. */
function fitted(Estimator, label) {
  const x = noise(40, 4, 9);
  const estimator = new Estimator({
    hiddenLayerSizes: [6, 5],
    maxIter: 5,
    randomState: 1,
    onWarning: () => {},
  });
  return makePipeline(new StandardScaler(), estimator).fit(
    x,
    x.map((_, i) => label(i % 3)),
  );
}

async function begun(model, rows) {
  await model.predict(rows);
  return model;
}

/** Rows for each input of a model. */
function inputsOf(model) {
  const inputs = [model.inputs].flat();
  const all = inputs.map(({ shape }, i) => noise(5, shape[1], 20 + i));
  return all.length === 1 ? all[0] : all;
}

/** Graphs: shared layers, several inputs and outputs, models within models, float64, frozen parts. */
function graphs() {
  const wideDeep = () => {
    const [wide, deep] = [Input([3], { name: 'wide' }), Input([5], { name: 'deep' })];
    const h = new Dense(6, { activation: 'relu' }).apply(new Dense(6, { activation: 'relu' }).apply(deep));
    const both = new nn.Concatenate().apply([wide, h]);
    const outputs = [new Dense(1, { name: 'main' }).apply(both), new Dense(2, { name: 'side' }).apply(h)];
    return new Model({ inputs: [wide, deep], outputs });
  };
  const siamese = () => {
    const [a, b] = [Input([4]), Input([4])];
    const tower = new Sequential([Input([4]), new Dense(5, { activation: 'tanh' }), new Dense(3)], {
      name: 'tower',
    });
    return new Model({ inputs: [a, b], outputs: new nn.Dot(1).apply([tower.apply(a), tower.apply(b)]) });
  };
  const again = () => {
    const x = Input([4]);
    const [first, second] = [new Dense(4, { activation: 'tanh' }), new Dense(4, { activation: 'relu' })];
    return new Model({ inputs: x, outputs: first.apply(second.apply(first.apply(second.apply(x)))) });
  };
  const crossed = () => {
    const x = Input([4]);
    const [f, g, h] = [1, 2, 3].map(() => new Dense(4, { activation: 'tanh' }));
    const [fx, gx] = [f.apply(x), g.apply(x)];
    const sum = new nn.Add().apply([g.apply(fx), f.apply(gx), h.apply(x)]);
    return new Model({ inputs: x, outputs: new Dense(2).apply(new nn.Add().apply([h.apply(sum), fx])) });
  };
  const nested = () => {
    const inner = graph([4], (x) => new nn.Add().apply([new Dense(3).apply(x), new Dense(3).apply(x)]));
    const middle = graph([4], (x) => new Dense(2).apply(inner.apply(x)));
    const x = Input([4]);
    const outputs = new nn.Concatenate().apply([middle.apply(x), inner.apply(x)]);
    const model = new Model({ inputs: x, outputs });
    inner.trainable = false;
    return model;
  };
  const endsInAModel = () => {
    const head = graph([3], (x) => new Dense(2).apply(x));
    const x = Input([4]);
    return new Model({
      inputs: x,
      outputs: [head.apply(new Dense(3).apply(x)), head.apply(new Dense(3).apply(x))],
    });
  };
  const exact = () =>
    new Sequential([
      Input([4], { dtype: 'float64' }),
      new Dense(6, { activation: 'tanh', dtype: 'float64' }),
      new nn.BatchNormalization({ dtype: 'float64' }),
      new Dense(2, { dtype: 'float64' }),
    ]);
  const random = Array.from({ length: 24 }, (_, seed) => randomGraph(seed));
  return [wideDeep(), siamese(), again(), crossed(), nested(), endsInAModel(), exact(), ...random];
}

/** Layers that are applied again and again, in any order, some of them models themselves. */
function randomGraph(seed) {
  const numbers = noise(1, 200, 50 + seed)[0];
  const below = (count) => Math.floor(((numbers.pop() + 1) / 2) * count);
  const inputs = Array.from({ length: 1 + below(3) }, () => Input([4]));
  const shared = ['tanh', 'relu', 'sigmoid', 'tanh'].map((activation) => new Dense(4, { activation }));
  if (seed % 3 === 0) shared.push(new Sequential([Input([4]), new Dense(3), new Dense(4)]));
  if (seed % 3 === 1) {
    shared.push(graph([4], (x) => new nn.Average().apply([new Dense(4).apply(x), new Dense(4).apply(x)])));
  }
  const tensors = [...inputs];
  for (let left = 5 + below(9); left > 0; left--) {
    const one = tensors[below(tensors.length)];
    tensors.push(
      below(10) < 3
        ? new nn.Average().apply([one, tensors[below(tensors.length)]])
        : shared[below(shared.length)].apply(one),
    );
  }
  const total = new Dense(2).apply(new nn.Average().apply([...inputs, ...tensors.slice(-3)]));
  const outputs = seed % 2 === 0 ? total : [total, shared[0].apply(tensors.at(-1)), tensors.at(-1)];
  return new Model({ inputs: inputs.length === 1 ? inputs[0] : inputs, outputs });
}

/** Models that are trained on: name, model, x, y, and the batch size. */
export function trainedModels() {
  const x = noise(24, 4, 5);
  const y = x.map(([a, b, c]) => [Math.fround(a * b - c)]);
  const classes = x.map(([a, b, c]) => (a + b > 0.3 ? 2 : c > 0 ? 1 : 0));
  const net = (outputs, ...inner) =>
    new Sequential([Input([4]), new Dense(6, { activation: 'tanh' }), ...inner, new Dense(outputs)]);
  const optimizers = {
    'SGD with momentum': new nn.SGD(0.05, { momentum: 0.9, nesterov: true }),
    SGD: new nn.SGD(0.05),
    RMSprop: new nn.RMSprop(0.01, { momentum: 0.5, centered: true }),
    Adam: new nn.Adam(0.01, { clipnorm: 1 }),
    'Adam, amsgrad': new nn.Adam(0.01, { amsgrad: true, clipvalue: 0.5 }),
    'Adam, averaged': new nn.Adam(0.01, { useEma: true, emaMomentum: 0.9 }),
    'Adam, accumulated': new nn.Adam(0.01, { gradientAccumulationSteps: 2 }),
    'Adam with a schedule': new nn.Adam(
      new nn.ExponentialDecay({ initialLearningRate: 0.02, decaySteps: 3, decayRate: 0.9 }),
    ),
    'SGD with a cosine': new nn.SGD(new nn.CosineDecay({ initialLearningRate: 0.05, decaySteps: 20 })),
    AdamW: new nn.AdamW(0.01, { weightDecay: 0.02 }),
    Adagrad: new nn.Adagrad(0.05),
    Adadelta: new nn.Adadelta(0.5),
    Adamax: new nn.Adamax(0.01),
    Nadam: new nn.Nadam(0.01),
    Ftrl: new nn.Ftrl(0.05),
    Lion: new nn.Lion(0.005),
    Lamb: new nn.Lamb(0.01),
    Adafactor: new nn.Adafactor(0.01),
  };
  const trained = Object.entries(optimizers).map(([name, optimizer]) => ({
    name,
    model: net(1).compile({ optimizer, loss: 'mse', metrics: ['mae'] }),
    x,
    y,
  }));
  const classifier = net(3, new nn.BatchNormalization());
  const outputs = [new Dense(1, { name: 'value' }), new Dense(1, { name: 'sign', activation: 'sigmoid' })];
  const twoHeads = graph([4], (input) => {
    const h = new Dense(5, { activation: 'relu', kernelRegularizer: 'l2' }).apply(input);
    return outputs.map((layer) => layer.apply(h));
  });
  return [
    ...trained,
    {
      name: 'a classifier',
      model: classifier.compile({
        optimizer: new nn.Adam(0.01),
        loss: { loss: 'sparse_categorical_crossentropy', options: { fromLogits: true } },
        metrics: ['accuracy', new nn.SparseTopKCategoricalAccuracy({ k: 2 })],
      }),
      x,
      y: classes,
    },
    {
      name: 'two outputs',
      model: twoHeads.compile({
        optimizer: 'adam',
        loss: { value: 'huber', sign: 'binary_crossentropy' },
        lossWeights: { value: 1, sign: 0.5 },
        metrics: { value: ['mae'], sign: ['accuracy', new nn.AUC({ numThresholds: 20 })] },
      }),
      x,
      y: [y, y.map(([v]) => [v > 0 ? 1 : 0])],
    },
  ];
}
