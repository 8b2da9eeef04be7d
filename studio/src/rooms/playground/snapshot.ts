/** What the worker shows of a network while it learns. Plain data, which travels between threads. */

/** Cells along a side of the picture of a hidden unit, and of the output. */
export const unitGrid = 36;
export const outputGrid = 90;

/** How a layer is doing. */
export interface LayerHealth {
  /** Root of the mean square of ∂L/∂w. */
  readonly gradient: number;
  /** Standard deviation of what the units give. */
  readonly activation: number;
  /** Share of what the units give that hardly changes with their inputs: saturated, or a rectifier that is off. */
  readonly stuck: number;
  /** ∂L/∂w of each weight, as in `Snapshot.kernels`. */
  readonly slopes: Float32Array;
  /** For each unit, is it stuck for every point? */
  readonly dead: readonly boolean[];
}

export interface Scores {
  readonly loss: number;
  /** Share of right classes, or R². */
  readonly score: number;
  /** Counts by class and predicted class, row by row; empty for a regression. */
  readonly confusion: readonly number[];
}

export interface Snapshot {
  readonly epoch: number;
  /** How many classes there are; 1 for values. */
  readonly classes: number;
  readonly train: Scores;
  readonly test: Scores;
  /** For each dense layer its kernel (inputs × units, row by row) and biases. */
  readonly kernels: readonly Float32Array[];
  readonly biases: readonly Float32Array[];
  /** For each hidden layer its units' pictures one after the other, from −1 to 1. */
  readonly units: readonly Float32Array[];
  /** The output's picture: value from −1 to 1, or for several classes class + how sure (0 … 1). */
  readonly output: Float32Array;
  readonly health: readonly LayerHealth[];
  /** Milliseconds that an epoch takes. */
  readonly pace: number;
  /** Has a number stopped being one? */
  readonly isBroken: boolean;
  /** The epoch that was best on the test points, where training stopped early. */
  readonly stoppedAt: number | undefined;
  readonly isRunning: boolean;
}
