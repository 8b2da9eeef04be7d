/**
 * The options of a network that suit a number of rows. Told from counts alone; it knows no table and trains
 * nothing.
 */
import type { MlpOptions } from '../estimators/mlp/options.ts';
import type { Task } from './choose-task.ts';

/** The network's options, with those that a plan always settles. */
export type PlannedNetwork = MlpOptions &
  Required<
    Pick<
      MlpOptions,
      'hiddenLayerSizes' | 'activation' | 'alpha' | 'learningRateInit' | 'maxIter' | 'earlyStopping'
    >
  > & { readonly batchSize: number; readonly nIterNoChange: number };

/** What a network is planned for. */
export interface NetworkFacts {
  readonly task: Task;
  /** Rows to train on. */
  readonly rows: number;
  /** How many classes there are; 0 for regression. */
  readonly classes: number;
  /** Rows to train on that the rarest class has. */
  readonly rarest: number;
}

/** From so many training rows on, some can be spared for watching over the training. */
const rowsForEarlyStopping = 2000;
/** Early stopping needs each of two classes this often among the training rows. */
const rowsPerClass = 20;

/** @param asked what is settled already; the rest is chosen */
export function planNetwork(facts: NetworkFacts, asked: MlpOptions = {}): PlannedNetwork {
  const { task, rows, classes, rarest } = facts;
  const isLarge = rows >= rowsForEarlyStopping;
  const { batchSize = 'auto', ...others } = asked;
  const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  return {
    hiddenLayerSizes: [100, 50],
    activation: 'relu',
    batchSize: Math.min(batchSize === 'auto' ? (isLarge ? 200 : 32) : batchSize, rows),
    alpha: isLarge ? 0.01 : smallTableAlpha(task, rows),
    learningRateInit: 0.001,
    maxIter: 200,
    earlyStopping: isLarge && (classes !== 2 || rarest >= rowsPerClass),
    nIterNoChange: 20,
    dtype: 'float32',
    ...given,
  };
}

/**
 * The fewer rows, the more the penalty must hold the network back, and labels, which are never half wrong, need
 * more of it than numbers. Found by trying 0.05 to 1 on tables of 200 to 1900 rows (titanic, penguins, diamonds,
 * housing, forest cover), several seeds each; scikit-learn divides alpha by the 32 rows of a batch. Two digits
 * are as much as that tells.
 */
function smallTableAlpha(task: Task, rows: number): number {
  return Number(Math.min(0.5, (task === 'classification' ? 250 : 120) / rows).toPrecision(2));
}
