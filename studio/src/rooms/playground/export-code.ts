/** The playground's network and training as TypeScript. The tests run what it writes. */
import type { features } from './features.ts';
import { classCount, isOwn, outputCount, type Settings } from './settings.ts';

const makers: Readonly<Record<string, string>> = {
  circle: 'makeCircle',
  xor: 'makeXor',
  gauss: 'makeGauss',
  spiral: 'makeSpiral',
  plane: 'makePlane',
  'multi-gauss': 'makeMultiGauss',
};

const optimizers: Readonly<Record<Settings['optimizer'], (rate: number) => string>> = {
  sgd: (rate) => `new SGD(${rate})`,
  momentum: (rate) => `new SGD(${rate}, { momentum: 0.9 })`,
  nesterov: (rate) => `new SGD(${rate}, { momentum: 0.9, nesterov: true })`,
  adagrad: (rate) => `new Adagrad(${rate})`,
  rmsprop: (rate) => `new RMSprop(${rate})`,
  adam: (rate) => `new Adam(${rate})`,
};

const formulas: Readonly<Record<keyof typeof features, string>> = {
  x1: 'a',
  x2: 'b',
  x1sq: 'a * a',
  x2sq: 'b * b',
  x1x2: 'a * b',
  sinx1: 'Math.sin(a)',
  sinx2: 'Math.sin(b)',
};

export function codeOf(settings: Settings): string {
  const { problem, dataset, surface, layers, loss, optimizer, rate, noise, dataSeed, batchSize } = settings;
  const isClasses = problem === 'classification';
  const maker = makers[isClasses ? dataset : surface];
  const classes = classCount(settings);
  const width = outputCount(settings);
  const isShare = isClasses && (width > 1 || loss === 'cross_entropy');
  const output = !isClasses ? 'linear' : width > 1 ? 'softmax' : isShare ? 'sigmoid' : 'tanh';
  const lossName =
    width > 1
      ? 'sparse_categorical_crossentropy'
      : isShare
        ? 'binary_crossentropy'
        : { absolute: 'mae', huber: 'huber', squared: 'mse', cross_entropy: 'mse' }[loss];
  const nn = [
    'Activation',
    'BatchNormalization',
    'Dense',
    'Dropout',
    'Input',
    'Sequential',
    'L1',
    'L2',
    optimizerClass(optimizer),
  ];
  const body = [...hiddenLines(settings), `  new Dense(${width}, { activation: '${output}' }),`];
  const used = nn.filter((name) =>
    [...body, optimizers[optimizer](rate), 'Sequential Input'].join('\n').includes(name),
  );
  const data =
    isOwn(settings) || maker === undefined
      ? [
          `const points = [${settings.points.map(({ x, y, target }) => `[${x}, ${y}, ${target}]`).join(', ')}]; // x, y, ${classes > 1 ? 'class' : 'value'}`,
          'const rows = points.map(([a, b]) => [a, b]);',
          `const y = points.map(([, , target]) => ${classes === 2 && !isShare ? '2 * target - 1' : 'target'});`,
        ]
      : [
          `const { data, target } = ${maker}({ noise: ${noise / 100}, randomState: ${dataSeed} });`,
          'const rows = Array.from({ length: target.length }, (_, i) => [data.data[2 * i], data.data[2 * i + 1]]);',
          `const y = Array.from(target${isShare ? ', (label) => (label > 0 ? 1 : 0)' : ''});`,
        ];
  return [
    ...(maker === undefined || isOwn(settings) ? [] : [`import { ${maker} } from 'hebb/datasets';`]),
    `import { ${[...used].sort().join(', ')} } from 'hebb/nn';`,
    '',
    ...data,
    `const X = rows.map(([a, b]) => [${settings.features.map((name) => formulas[name]).join(', ')}]);`,
    '',
    'const model = new Sequential([',
    `  Input([${settings.features.length}]),`,
    ...body,
    ']);',
    `model.compile({ optimizer: ${optimizers[optimizer](rate)}, loss: '${lossName}' });`,
    `const history = await model.fit(X, y, { epochs: 100, batchSize: ${batchSize}, validationSplit: ${(100 - settings.trainShare) / 100}, verbose: 0 });`,
    'console.log(history.history.val_loss.at(-1));',
    layers.length === 0 ? '// Without a hidden layer the boundary is a straight line.' : '',
  ]
    .join('\n')
    .trim();
}

function optimizerClass(optimizer: Settings['optimizer']): string {
  return /new (\w+)/.exec(optimizers[optimizer](1))?.[1] ?? '';
}

function hiddenLines(settings: Settings): string[] {
  const { layers, batchNorm, dropout, penalty, penaltyRate, initializer } = settings;
  return layers.flatMap(({ units, activation = settings.activation }) => {
    const options = [
      batchNorm ? '' : `activation: '${activation}'`,
      penalty === 'none' || penaltyRate === 0
        ? ''
        : penalty === 'l1'
          ? `kernelRegularizer: new L1({ l1: ${penaltyRate} })`
          : `kernelRegularizer: new L2({ l2: ${penaltyRate} })`,
      ['he_normal', 'lecun_normal', 'zeros'].includes(initializer)
        ? `kernelInitializer: '${initializer}'`
        : '',
    ].filter((option) => option !== '');
    return [
      `  new Dense(${units}${options.length === 0 ? '' : `, { ${options.join(', ')} }`}),`,
      ...(batchNorm ? ['  new BatchNormalization(),', `  new Activation('${activation}'),`] : []),
      ...(dropout > 0 ? [`  new Dropout(${dropout}),`] : []),
    ];
  });
}
