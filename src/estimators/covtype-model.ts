/**
 * `covtypeModel`: the pipeline for Covertype that docs/covertype.md arrives at, from raw rows to classes. It is made
 * of public parts only, and knows of the data set no more than which column is which.
 */
import { ColumnTransformer, type ColumnTransformerEntry } from '../preprocessing/column-transformer.ts';
import { MinMaxScaler } from '../preprocessing/min-max-scaler.ts';
import { RBFSampler } from '../preprocessing/rbf-sampler.ts';
import { StandardScaler } from '../preprocessing/standard-scaler.ts';
import { MLPClassifier, type MLPClassifierOptions } from './mlp/mlp-classifier.ts';
import { Pipeline } from './pipeline.ts';

/** Columns from `first` up to, not including, `end`. */
const columns = (first: number, end: number): number[] =>
  Array.from({ length: end - first }, (_, i) => first + i);

/** Columns stretched so that a wave of unit frequency has so many periods (of 2π) between their ends. */
function periods(name: string, count: number, which: readonly number[]): ColumnTransformerEntry {
  return [name, new MinMaxScaler({ featureRange: [0, 2 * Math.PI * count] }), which];
}

/**
 * A multilayer perceptron for Covertype's 54 raw columns in the order of its file (ten measures, four wilderness
 * areas, forty soil types), with its features inside: the measures standardized, the flags as 0 and 6, and 384 random
 * waves over elevation and the distances to water, roads and fire points. Together these tell where a place is, and
 * forests are patches: the waves let a network see detail of some hundred metres, which plain distances hide from it.
 *
 * @param options change the network's: `{ maxIter: 5, randomState: 1 }`
 * @example
 * const { data, target } = await fetchCovtype();
 * const model = await covtypeModel({ randomState: 42 }).fit(data, target);
 * await model.predict(data); // classes 1 to 7
 */
export function covtypeModel(options: MLPClassifierOptions = {}): Pipeline<MLPClassifier> {
  const places = new Pipeline([
    [
      'stretch',
      new ColumnTransformer([
        periods('elevation', 4, [0]),
        periods('water', 0.5, [1, 2]),
        periods('roadsAndFires', 3, [3, 4]),
      ]),
    ],
    ['waves', new RBFSampler({ gamma: 0.5, nComponents: 384, randomState: 0 })],
    ['scale', new StandardScaler()],
  ]);
  const features = new ColumnTransformer([
    ['measures', new StandardScaler(), columns(0, 10)],
    ['flags', new MinMaxScaler({ featureRange: [0, 6] }), columns(10, 54)],
    ['places', places, [0, 3, 4, 5, 9]],
  ]);
  const network = new MLPClassifier({
    hiddenLayerSizes: [512, 256],
    alpha: 1e-5,
    batchSize: 128,
    learningRate: 'one_cycle',
    learningRateInit: 2e-3,
    maxIter: 16,
    nIterNoChange: Number.POSITIVE_INFINITY,
    labelSmoothing: 0.1,
    dtype: 'float32',
    ...options,
  });
  return new Pipeline([
    ['features', features],
    ['network', network],
  ]);
}
