/** The linear models by name, made of options as a fixture has them. */
import { LinearRegression } from '../../../src/estimators/linear/linear-regression.ts';
import { LogisticRegression } from '../../../src/estimators/linear/logistic-regression.ts';
import { Perceptron } from '../../../src/estimators/linear/perceptron.ts';
import { Ridge } from '../../../src/estimators/linear/ridge.ts';
import { SGDClassifier } from '../../../src/estimators/linear/sgd-classifier.ts';
import { SGDRegressor } from '../../../src/estimators/linear/sgd-regressor.ts';

export type LinearEstimatorName = keyof typeof makers;
export type AnyLinearEstimator = ReturnType<(typeof makers)[LinearEstimatorName]>;

const silent = { onWarning(): void {} };
const makers = {
  LinearRegression: (options: object): LinearRegression => new LinearRegression(options),
  LogisticRegression: (options: object): LogisticRegression =>
    new LogisticRegression({ ...options, ...silent }),
  Perceptron: (options: object): Perceptron => new Perceptron({ ...options, ...silent }),
  Ridge: (options: object): Ridge => new Ridge(options),
  SGDClassifier: (options: object): SGDClassifier => new SGDClassifier({ ...options, ...silent }),
  SGDRegressor: (options: object): SGDRegressor => new SGDRegressor({ ...options, ...silent }),
};

/** @param params scikit-learn's parameters, by their names there */
export function estimatorOf(
  name: LinearEstimatorName,
  params: Readonly<Record<string, unknown>>,
): AnyLinearEstimator {
  const camel = (param: string): string =>
    param.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return makers[name](
    Object.fromEntries(Object.entries(params).map(([param, value]) => [camel(param), value])),
  );
}
