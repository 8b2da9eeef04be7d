/** Things that are nothing like what is asked for, as plain JavaScript may hand them in: each is a `HebbError` in words. */
import { expect, test } from 'vitest';
import * as hebb from '../../src/index.ts';
import { errorOf } from '../error-of.ts';

const X = [
  [1, 2],
  [3, 4],
  [5, 6],
];
/** What no type would let through. */
const odd = (value: unknown): never => value as never;
const table = hebb.Table.fromColumns({ a: [1, 2, 3, 4, 5, 6], y: [2, 4, 6, 8, 10, 12.5] });

test.each<[string, () => unknown, string]>([
  [
    'options that are null',
    () => new hebb.StandardScaler(odd(null)).fit(X),
    'INVALID_OPTION: StandardScaler: options must be an object, got null.',
  ],
  [
    'options that are a number',
    () => hebb.r2Score([1, 2], [1, 2], odd(5)),
    'INVALID_OPTION: r2Score: options must be an object, got 5.',
  ],
  [
    'options that are a list',
    () => new hebb.Ridge(odd([])).fit(X, [1, 2, 3]),
    'INVALID_OPTION: Ridge: options must be an object, got [].',
  ],
  [
    'a network whose options are null',
    () => new hebb.MLPClassifier(odd(null)).fit(X, ['a', 'b', 'a']),
    'INVALID_OPTION: MLPClassifier: options must be an object, got null.',
  ],
  [
    'a model whose options are null',
    () => new hebb.LogisticRegression(odd(null)).fit(X, ['a', 'b', 'a']),
    'INVALID_OPTION: LogisticRegression: options must be an object, got null.',
  ],
  [
    'a layer that is not there',
    () => new hebb.ThresholdNetwork(odd([undefined])),
    'INVALID_VALUE: layer 0: weights must be rows of numbers, biases numbers.',
  ],
  [
    'targets of no shape',
    () => hebb.r2Score(odd({ data: null, shape: null }), [1, 2]),
    'SHAPE_MISMATCH: yTrue must be two-dimensional (an array of rows, a typed array with a shape, a Tensor or a Table), got shape null.',
  ],
  [
    'no labels',
    () => new hebb.LogisticRegression().fit(X, odd(undefined)),
    'INVALID_VALUE: y must hold one label a row, got undefined.',
  ],
  [
    'a text as labels',
    () => new hebb.Perceptron().fit(X, odd('abc')),
    "INVALID_VALUE: y must hold one label a row, got 'abc'.",
  ],
  [
    'a shape in words',
    () => new hebb.StandardScaler().fit(odd({ data: new Float64Array(4), shape: '2,2' })),
    "SHAPE_MISMATCH: X must be two-dimensional (an array of rows, a typed array with a shape, a Tensor or a Table), got shape '2,2'.",
  ],
  [
    'a negative shape',
    () => new hebb.MinMaxScaler().fit(odd({ data: new Float64Array(4), shape: [-2, -2] })),
    'SHAPE_MISMATCH: X must be two-dimensional (an array of rows, a typed array with a shape, a Tensor or a Table), got shape [-2, -2].',
  ],
  [
    'a layer larger than any memory',
    () => new hebb.MLPRegressor({ hiddenLayerSizes: [1e12] }).fit(X, [1, 2, 3]),
    'UNSUPPORTED: there is no memory for 3000000000000 numbers in float64.',
  ],
  [
    'CSV of nothing',
    () => hebb.parseCsv(odd(undefined)),
    'INVALID_VALUE: a text is needed to make a table of, got undefined.',
  ],
  [
    'ARFF of a number',
    () => hebb.parseArff(odd(5)),
    'INVALID_VALUE: a text is needed to make a table of, got 5.',
  ],
  [
    'JSON lines of a list',
    () => hebb.parseJsonLines(odd([])),
    'INVALID_VALUE: a text is needed to make a table of, got [].',
  ],
  [
    'rows with a hole',
    () => hebb.Table.fromRows(odd([undefined, { a: 1 }])),
    'INVALID_VALUE: Table.fromRows takes an array of objects, got [undefined, an object].',
  ],
  [
    'columns that are null',
    () => hebb.Table.fromColumns(odd(null)),
    'INVALID_VALUE: Table.fromColumns takes columns by name, got null.',
  ],
  [
    'loading nothing',
    () => hebb.load(odd(undefined)),
    'INVALID_VALUE: a model is loaded from bytes, a Uint8Array, got undefined.',
  ],
  [
    'saving a text',
    () => hebb.save(odd('model')),
    "INVALID_VALUE: save takes an estimator, a transformer or a network, got 'model'.",
  ],
  [
    'a pipeline of numbers',
    () => hebb.makePipeline(odd(5)),
    'INVALID_OPTION: makePipeline takes estimators and transformers, got 5.',
  ],
  [
    'a pipeline without names',
    () => new hebb.Pipeline(odd([new hebb.Ridge()])).fit(X, [1, 2, 3]),
    'INVALID_OPTION: Pipeline: steps must be a list of [name, step], got [a Ridge].',
  ],
  [
    'a step that is null',
    () => new hebb.Pipeline(odd([['last', null]])).fit(X, [1, 2, 3]),
    "INVALID_OPTION: Pipeline: step 'last' must be an estimator, got null.",
  ],
  [
    'transformers that are no list',
    () => new hebb.ColumnTransformer(odd({})).fit(X),
    'INVALID_OPTION: ColumnTransformer: transformers must be a list of [name, transformer, columns], got an object.',
  ],
  [
    'an entry of a number',
    () => hebb.makeColumnTransformer(odd([5, ['a']])),
    'INVALID_OPTION: makeColumnTransformer takes estimators and transformers, got 5.',
  ],
  [
    'a search for nothing',
    () => new hebb.GridSearchCV(odd(null), odd({ alpha: [1] })).fit(X, [1, 2, 3]),
    'INVALID_VALUE: an estimator is needed, got null.',
  ],
  [
    'a plan of rows',
    () => hebb.planTraining(odd(X), { target: 'y' }),
    'INVALID_VALUE: planTraining: a Table is needed, got [[1, 2], [3, 4], [5, 6]].',
  ],
  [
    'a plan without a target',
    () => hebb.planTraining(table, odd({})),
    "INVALID_OPTION: planTraining: option 'target', the column to predict, is needed.",
  ],
])('%s', async (_, act, sentence) => {
  expect(await errorOf(act)).toBe(sentence);
});
