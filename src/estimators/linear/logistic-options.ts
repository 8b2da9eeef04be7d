/**
 * The options of `LogisticRegression`: names, defaults and constraints of scikit-learn 1.9. It knows nothing of
 * what they do.
 */
import { HebbError, type HebbWarning } from '../../core/errors.ts';
import {
  anyOf,
  boolean,
  callback,
  checkOptions,
  integer,
  nullable,
  oneOf,
  type Rule,
  real,
} from '../../core/options.ts';
import { type RandomSeed, randomStateRule } from '../../random/random-state.ts';
import { type ClassWeight, classWeightRule } from '../row-weights.ts';

/** scikit-learn's names, but for 'liblinear', which penalises intercepts too and so finds another optimum. */
export type LogisticSolver = 'lbfgs' | 'newton-cg' | 'newton-cholesky' | 'sag' | 'saga';

export interface LogisticRegressionOptions {
  /** Inverse of the penalty's strength; Infinity for none. Default 1. */
  readonly C?: number;
  /** How much of the penalty is |w| instead of w²/2: 0 … 1. Above 0 with the solver 'saga' only. Default 0. */
  readonly l1Ratio?: number | null;
  /**
   * The older way to say it: 'l2' for `l1Ratio: 0`, 'l1' for `l1Ratio: 1`, 'elasticnet' for what `l1Ratio` says, null
   * for no penalty, whatever `C` is. Default: as `l1Ratio` says.
   */
  readonly penalty?: 'l2' | 'l1' | 'elasticnet' | null;
  /** Stop when no component of the gradient is larger. Default 1e-4. */
  readonly tol?: number;
  /** Default true. */
  readonly fitIntercept?: boolean;
  /** How much each class counts. Default null: all the same. */
  readonly classWeight?: ClassWeight | null;
  /**
   * Default 'lbfgs'. All of them lead to the same optimum, which Hebb finds by L-BFGS, and for `l1Ratio` above 0
   * by its orthant-wise kind.
   */
  readonly solver?: LogisticSolver;
  /** Iterations at most. Default 100. */
  readonly maxIter?: number;
  /** Above 0: print a line per iteration with `console.log`. Default 0. */
  readonly verbose?: number | boolean;
  /** Start from the last fit's weights. Default false. */
  readonly warmStart?: boolean;
  /** Has no effect: nothing is drawn at random. */
  readonly randomState?: RandomSeed;
  /** Has no effect, as in scikit-learn. */
  readonly nJobs?: number | null;
  /** Beyond scikit-learn: where warnings go, besides the attribute `warnings`. Default `console.warn`. */
  readonly onWarning?: (warning: HebbWarning) => void;
}

export const logisticRules: Readonly<Record<keyof LogisticRegressionOptions, Rule>> = {
  C: anyOf(real({ above: 0 }), oneOf(Number.POSITIVE_INFINITY)),
  l1Ratio: nullable(real({ min: 0, max: 1 })),
  penalty: nullable(oneOf('l2', 'l1', 'elasticnet')),
  tol: real({ min: 0 }),
  fitIntercept: boolean,
  classWeight: classWeightRule,
  solver: oneOf('lbfgs', 'newton-cg', 'newton-cholesky', 'sag', 'saga'),
  maxIter: integer({ min: 0 }),
  verbose: anyOf(integer({ min: 0 }), boolean),
  warmStart: boolean,
  randomState: randomStateRule,
  nJobs: nullable(integer()),
  onWarning: callback,
};

/** How strong the penalty is: Σ l2 w² / 2 + Σ l1 |w|. */
interface LogisticPenalty {
  readonly l1: number;
  readonly l2: number;
}

/**
 * The penalty that the options ask for.
 *
 * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`, also for options that contradict each other
 */
export function logisticPenalty(options: LogisticRegressionOptions): LogisticPenalty {
  checkOptions('LogisticRegression', options, logisticRules);
  const { C = 1, penalty, l1Ratio, solver = 'lbfgs' } = options;
  const refuse = (message: string): never => {
    throw new HebbError('INVALID_OPTION', `LogisticRegression: ${message}`);
  };
  if (penalty === null) return { l1: 0, l2: 0 };
  if (penalty === 'elasticnet' && l1Ratio == null)
    refuse("l1Ratio must be set when penalty is 'elasticnet'.");
  const named = penalty === 'l1' ? 1 : penalty === 'l2' ? 0 : undefined;
  if (named !== undefined && (l1Ratio ?? named) !== named) {
    refuse(`penalty '${penalty}' means l1Ratio ${named}, not ${l1Ratio}; leave one of them away.`);
  }
  const share = named ?? l1Ratio ?? 0;
  if (share > 0 && C < Number.POSITIVE_INFINITY && solver !== 'saga') {
    refuse(`solver '${solver}' knows no L1 penalty; for l1Ratio ${share} take solver 'saga'.`);
  }
  return { l1: share / C, l2: (1 - share) / C };
}
