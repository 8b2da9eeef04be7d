/**
 * Claims on California housing: the chapter's regression network with early stopping, and the earlier edition's
 * without.
 */
import { MLPRegressor } from '../../estimators/mlp/mlp-regressor.ts';
import { makePipeline } from '../../estimators/pipeline.ts';
import { rootMeanSquaredError } from '../../metrics/regression.ts';
import { lineChart } from '../../plot/line-chart.ts';
import { scatter } from '../../plot/scatter.ts';
import { StandardScaler } from '../../preprocessing/standard-scaler.ts';
import { trainTestSplit } from '../../selection/train-test-split.ts';
import type { Claim } from './claim.ts';
import { housing } from './data.ts';

const section = 'Regression MLPs';
const fullDigits =
  'The book prints all digits; over thousands of steps, sums in another order change the last ones.';

export const housingEarlyStopping: Claim<
  'loss, epoch 1' | 'validation R², epoch 1' | 'epochs' | 'best validation R²' | 'test RMSE'
> = {
  name: 'housing-early-stopping',
  title: 'California housing, three layers of 50, early stopping',
  section,
  about:
    'The chapter’s regression network: standardized columns, hidden layers 50-50-50, early stopping, seed 42. The book prints its log, the best validation score and the RMSE on the test rows, in units of 100,000 dollars.',
  isFast: true,
  expected: {
    'loss, epoch 1': {
      book: 0.85190332,
      must: 'equal',
      tolerance: 5e-9,
      because: 'The log has eight decimals.',
    },
    'validation R², epoch 1': {
      book: 0.534299,
      must: 'equal',
      tolerance: 5e-7,
      because: 'The log has six decimals.',
    },
    epochs: { book: 45, must: 'equal', because: 'The same seed must stop in the same epoch.' },
    'best validation R²': { book: 0.791536125425778, must: 'equal', tolerance: 1e-9, because: fullDigits },
    'test RMSE': { book: 0.5327699946812925, must: 'equal', tolerance: 1e-9, because: fullDigits },
  },
  async run(context) {
    const { XTrain, XTest, yTrain, yTest } = await context.once(housing);
    const network = new MLPRegressor({
      hiddenLayerSizes: [50, 50, 50],
      earlyStopping: true,
      randomState: 42,
      callbacks: [context.training('training')],
    });
    const model = makePipeline(new StandardScaler(), network);
    await model.fit(XTrain, yTrain, { signal: context.signal });
    const predicted = (await model.predict(XTest)) as Float64Array;
    const scores = network.validationScores ?? [];
    return {
      numbers: {
        'loss, epoch 1': network.lossCurve[0],
        'validation R², epoch 1': scores[0],
        epochs: network.nIter,
        'best validation R²': network.bestValidationScore ?? Number.NaN,
        'test RMSE': rootMeanSquaredError(yTest, predicted),
      },
      pictures: [
        {
          svg: lineChart([{ name: 'training loss', y: network.lossCurve }], {
            title: 'Loss',
            xLabel: 'Epoch',
            yLabel: 'Half the mean squared error',
          }),
          caption: 'With the small L2 penalty.',
        },
        {
          svg: lineChart([{ name: 'validation R²', y: scores, best: scores.indexOf(Math.max(...scores)) }], {
            title: 'Score on held-out rows',
            xLabel: 'Epoch',
            yLabel: 'R²',
            yScale: 'linear',
          }),
          caption:
            'Ten epochs without a better score, and training ends; the weights of the best one are kept.',
        },
        {
          svg: scatter(yTest, predicted, {
            title: 'Predictions and targets',
            xLabel: 'median house value (100,000 dollars)',
            yLabel: 'predicted',
            idealLine: true,
          }),
          caption: 'On the test rows. House values above 500,000 dollars were cut off by the census.',
        },
      ],
    };
  },
};

export const housingToTheEnd: Claim<'validation RMSE' | 'all its digits' | 'epochs'> = {
  name: 'housing-to-the-end',
  title: 'California housing, three layers of 50, no early stopping',
  section,
  about:
    'An earlier edition’s run: the training part is split once more with the same seed, the network trains until its loss no longer falls, and is scored on the second part. The book has it as about 0.505.',
  isFast: true,
  expected: {
    'validation RMSE': {
      book: 0.505,
      must: 'equal',
      tolerance: 0.0005,
      because: 'The book prints three decimals.',
    },
    'all its digits': {
      book: 0.5053326657968684,
      must: 'equal',
      tolerance: 1e-9,
      source: 'scikit-learn 1.9.1',
      because: 'Over twenty thousand steps, sums in another order change the last digits.',
    },
    epochs: {
      book: 169,
      must: 'equal',
      source: 'scikit-learn 1.9.1',
      because: 'The same seed must stop in the same epoch.',
    },
  },
  async run(context) {
    const { XTrain: all, yTrain: allTargets } = await context.once(housing);
    const [XTrain, XValid, yTrain, yValid] = trainTestSplit(all, allTargets, { randomState: 42 });
    const network = new MLPRegressor({
      hiddenLayerSizes: [50, 50, 50],
      randomState: 42,
      callbacks: [context.training('training')],
    });
    const model = makePipeline(new StandardScaler(), network);
    await model.fit(XTrain, yTrain, { signal: context.signal });
    const rmse = rootMeanSquaredError(yValid, (await model.predict(XValid)) as Float64Array);
    return {
      numbers: { 'validation RMSE': rmse, 'all its digits': rmse, epochs: network.nIter },
      pictures: [
        {
          svg: lineChart([{ name: 'training loss', y: network.lossCurve }], {
            title: 'Loss to the end',
            xLabel: 'Epoch',
            yLabel: 'Half the mean squared error',
          }),
          caption: 'It ends when ten epochs in a row brought less than 0.0001.',
        },
      ],
    };
  },
};
