/**
 * The chapter's two remarks on regression networks, shown on California housing with outliers: what the output's
 * activation guarantees, and why Huber's loss is kinder.
 */
import type { ShapedArray } from '../../core/matrix.ts';
import { MLPRegressor, type MLPRegressorOptions } from '../../estimators/mlp/mlp-regressor.ts';
import { rootMeanSquaredError } from '../../metrics/regression.ts';
import { lineChart } from '../../plot/line-chart.ts';
import { scatter } from '../../plot/scatter.ts';
import { StandardScaler } from '../../preprocessing/standard-scaler.ts';
import { RandomState } from '../../random/random-state.ts';
import type { BookContext, Claim } from './claim.ts';
import { housing } from './data.ts';

const section = 'Regression MLPs';

/** Standardized districts. */
interface Districts {
  readonly XTrain: ShapedArray;
  readonly XTest: ShapedArray;
}

async function districts(context: BookContext): Promise<Districts> {
  const { XTrain, XTest } = await context.once(housing);
  const scaler = await new StandardScaler().fit(XTrain);
  const shaped = async (X: ShapedArray): Promise<ShapedArray> => {
    const { values, shape } = await scaler.transform(X);
    return { data: values as Float64Array, shape: [shape[0], shape[1]] };
  };
  return { XTrain: await shaped(XTrain), XTest: await shaped(XTest) };
}

/** A short training. */
async function fitted(
  context: BookContext,
  doing: string,
  y: Float64Array,
  options: MLPRegressorOptions,
): Promise<MLPRegressor> {
  const { XTrain } = await context.once(districts);
  const network = new MLPRegressor({
    hiddenLayerSizes: [50, 50, 50],
    maxIter: 15,
    randomState: 42,
    callbacks: [context.training(doing)],
    onWarning() {},
    ...options,
  });
  return network.fit(XTrain, y, { signal: context.signal });
}

/** The census cut house values off here, in 100,000 dollars. */
const ceiling = 5.00001;
const none = 'A guarantee allows no exception.';

export const outputActivation: Claim<
  'identity: below 0' | 'ReLU: below 0' | 'softplus: below 0' | 'sigmoid: outside 0 … 5.00001'
> = {
  name: 'output-activation',
  title: 'The output’s activation guarantees positive or bounded predictions',
  section,
  about:
    'A regression network is free to output anything. With ReLU or softplus on the output it is never negative, and with a sigmoid and targets scaled to 0 … 1 it stays in their range, says the book. Four networks are trained on California housing and asked for outliers: the test districts moved three times as far from the mean as they are.',
  isFast: true,
  expected: {
    'identity: below 0': {
      book: 0,
      must: 'above',
      source: 'in words',
      because: 'Without activation nothing keeps predictions of outliers from being negative.',
    },
    'ReLU: below 0': { book: 0, must: 'equal', source: 'in words', because: none },
    'softplus: below 0': { book: 0, must: 'equal', source: 'in words', because: none },
    'sigmoid: outside 0 … 5.00001': { book: 0, must: 'equal', source: 'in words', because: none },
  },
  async run(context) {
    const { yTrain } = await context.once(housing);
    const { XTest } = await context.once(districts);
    const far: ShapedArray = { ...XTest, data: Float64Array.from(XTest.data, (value) => 3 * value) };
    const predictions = async (
      activation: MLPRegressorOptions['outputActivation'],
      scale = 1,
    ): Promise<Float64Array> => {
      const y = yTrain.map((value) => value / scale);
      const network = await fitted(context, `training with ${activation}`, y, {
        outputActivation: activation,
      });
      return ((await network.predict(far)) as Float64Array).map((value) => value * scale);
    };
    const identity = await predictions('identity');
    const relu = await predictions('relu');
    const softplus = await predictions('softplus');
    const sigmoid = await predictions('sigmoid', ceiling);
    const negative = (values: Float64Array): number => values.filter((value) => value < 0).length;
    const ascending = (values: Float64Array): Float64Array => values.toSorted().subarray(0, 400);
    return {
      numbers: {
        'identity: below 0': negative(identity),
        'ReLU: below 0': negative(relu),
        'softplus: below 0': negative(softplus),
        'sigmoid: outside 0 … 5.00001': sigmoid.filter((value) => value < 0 || value > ceiling).length,
      },
      pictures: [
        {
          svg: lineChart(
            {
              identity: ascending(identity),
              ReLU: ascending(relu),
              softplus: ascending(softplus),
              sigmoid: ascending(sigmoid),
            },
            {
              title: 'The 400 lowest predictions for outliers',
              xLabel: 'Rank',
              yLabel: 'House value (100,000 dollars)',
              yScale: 'linear',
            },
          ),
          caption: 'The same districts, by four networks.',
        },
      ],
    };
  },
};

export const huberLoss: Claim<'test RMSE, Huber over squared'> = {
  name: 'huber-loss',
  title: 'With outliers among the targets, Huber’s loss does better than the squared error',
  section,
  about:
    'The squared error makes outliers count too much; the book recommends Huber’s loss for training sets with many of them. Here a twentieth of the training targets of California housing, drawn at random, are made twenty times as large; both networks are scored on test rows that nobody touched.',
  isFast: true,
  expected: {
    'test RMSE, Huber over squared': {
      book: 1,
      must: 'below',
      source: 'in words',
      because: 'Better means a smaller error.',
    },
  },
  async run(context) {
    const { yTrain, yTest } = await context.once(housing);
    const { XTest } = await context.once(districts);
    const draw = new RandomState(42).randomSample(yTrain.length);
    const y = yTrain.map((value, i) => (draw[i] < 0.05 ? 20 * value : value));
    const squared = await fitted(context, 'training with the squared error', y, {});
    const huber = await fitted(context, 'training with Huber’s loss', y, { loss: 'huber' });
    const bySquares = (await squared.predict(XTest)) as Float64Array;
    const byHuber = (await huber.predict(XTest)) as Float64Array;
    const errors = [bySquares, byHuber].map((predicted) => rootMeanSquaredError(yTest, predicted));
    const labels = { xLabel: 'median house value (100,000 dollars)', yLabel: 'predicted', idealLine: true };
    return {
      numbers: { 'test RMSE, Huber over squared': errors[1] / errors[0] },
      remark: `The RMSE on the test rows is ${errors[0].toFixed(2)} with the squared error and ${errors[1].toFixed(2)} with Huber’s loss.`,
      pictures: [
        {
          svg: scatter(yTest, bySquares, { ...labels, title: 'Trained with the squared error' }),
          caption: 'Pulled up by the outliers.',
        },
        {
          svg: scatter(yTest, byHuber, { ...labels, title: 'Trained with Huber’s loss' }),
          caption: 'Hardly touched by them.',
        },
      ],
    };
  },
};
