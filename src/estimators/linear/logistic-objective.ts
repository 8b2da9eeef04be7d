/**
 * What logistic regression minimises: the mean negative log likelihood of the rows' classes, two by σ, several
 * by softmax, and half the square of the weights. It knows neither labels nor how it is minimised.
 */
import type { ValueAndGradient } from '../lbfgs.ts';
import { addScaled, dot } from './strips.ts';

export interface LogisticProblem {
  readonly rows: number;
  readonly columns: number;
  /** rows × columns */
  readonly X: Float64Array;
  /** The class of each row. */
  readonly codes: Int32Array;
  /** 1 for two classes (the decision is for class 1), else one a class. */
  readonly outputs: number;
  /** What each row counts; undefined: all 1. */
  readonly rowWeights: Float64Array | undefined;
  readonly fitIntercept: boolean;
  /** 1 / C; the squares of the weights count half of it. */
  readonly penalty: number;
}

/**
 * The objective as a function of all parameters: outputs × columns weights, then one intercept an output where
 * there are intercepts. Divided by the sum of the rows' weights, as scikit-learn does.
 */
export function logisticObjective(problem: LogisticProblem): ValueAndGradient {
  const { rows, columns, X, codes, outputs, rowWeights, fitIntercept, penalty } = problem;
  const total = rowWeights === undefined ? rows : rowWeights.reduce((sum, weight) => sum + weight, 0);
  const weightCount = outputs * columns;
  const decisions = new Float64Array(outputs);
  const costOf = outputs === 1 ? binaryCost : softmaxCost;
  return (parameters, gradient) => {
    gradient.fill(0);
    let value = 0;
    for (let i = 0; i < rows; i++) {
      const start = i * columns;
      for (let k = 0; k < outputs; k++) {
        const product = dot(X, start, parameters, k * columns, columns);
        decisions[k] = fitIntercept ? product + parameters[weightCount + k] : product;
      }
      const weight = rowWeights === undefined ? 1 : rowWeights[i];
      value += weight * costOf(decisions, codes[i]);
      for (let k = 0; k < outputs; k++) {
        const slope = (weight * decisions[k]) / total;
        addScaled(gradient, k * columns, X, start, columns, slope);
        if (fitIntercept) gradient[weightCount + k] += slope;
      }
    }
    let squares = 0;
    for (let p = 0; p < weightCount; p++) {
      squares += parameters[p] * parameters[p];
      gradient[p] += (penalty / total) * parameters[p];
    }
    return value / total + (0.5 * penalty * squares) / total;
  };
}

/** −log σ(±z). The decision gives way to the derivative. */
function binaryCost(decisions: Float64Array, code: number): number {
  const z = decisions[0];
  decisions[0] = 1 / (1 + Math.exp(-z)) - code;
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - code * z;
}

/** log Σ e^z − z of the row's class. The decisions give way to the derivatives. */
function softmaxCost(decisions: Float64Array, code: number): number {
  let largest = decisions[0];
  for (const z of decisions) if (z > largest) largest = z;
  const own = decisions[code];
  let sum = 0;
  for (let k = 0; k < decisions.length; k++) {
    decisions[k] = Math.exp(decisions[k] - largest);
    sum += decisions[k];
  }
  for (let k = 0; k < decisions.length; k++) decisions[k] /= sum;
  decisions[code] -= 1;
  return Math.log(sum) + largest - own;
}
