/**
 * The weights of one linear model while they are trained: a vector kept as a number times a vector, so that
 * shrinking all weights costs one product, with its norms and its running average kept up to date
 * (L. Bottou, Stochastic Gradient Descent Tricks, 2012). It knows rows of numbers, no losses.
 */

/** Below this scale the vector itself is scaled, before precision is lost. */
const LEAST_SCALE = 1e-9;

export class ScaledWeights {
  /** Changed in place; the weights are `scale` times these. */
  readonly values: Float64Array;
  #scale = 1;
  #squaredNorm = 0;
  #sumOfMagnitudes = 0;
  /** The average is (average + a · values) / b. */
  readonly #average: Float64Array | null;
  #a = 0;
  #b = 1;
  /** What the L1 penalty took from each weight in all. */
  readonly #taken: Float64Array;

  /**
   * @param values where to start; changed in place
   * @param average the average so far, changed in place; null when none is wanted
   */
  constructor(values: Float64Array, average: Float64Array | null) {
    this.values = values;
    this.#average = average;
    this.#taken = new Float64Array(values.length);
    for (const value of values) {
      this.#squaredNorm += value * value;
      this.#sumOfMagnitudes += Math.abs(value);
    }
  }

  /** ‖w‖₂ */
  get norm(): number {
    return Math.sqrt(this.#squaredNorm);
  }

  /** ‖w‖₁ */
  get norm1(): number {
    return this.#sumOfMagnitudes;
  }

  /** w · x, where x lies in `X` from `start`. */
  dot(X: Float64Array, start: number): number {
    const { values } = this;
    let sum = 0;
    for (let j = 0; j < values.length; j++) sum += values[j] * X[start + j];
    return sum * this.#scale;
  }

  /** w ← w + step · x */
  add(X: Float64Array, start: number, step: number): void {
    const { values } = this;
    const scale = this.#scale;
    const scaledStep = step / scale;
    let squares = 0;
    let magnitudes = 0;
    for (let j = 0; j < values.length; j++) {
      const value = values[j] + X[start + j] * scaledStep;
      values[j] = value;
      squares += value * value;
      magnitudes += Math.abs(value);
    }
    this.#squaredNorm = squares * (scale * scale);
    this.#sumOfMagnitudes = magnitudes * scale;
  }

  /** Bring the average up to date after w ← w + step · x, the `count`-th step that counts. */
  addToAverage(X: Float64Array, start: number, step: number, count: number): void {
    const average = this.#average;
    if (average === null) return;
    const share = 1 / count;
    const factor = -step / this.#scale;
    for (let j = 0; j < average.length; j++) average[j] += this.#a * X[start + j] * factor;
    if (count > 1) this.#b /= 1 - share;
    this.#a += share * this.#b * this.#scale;
  }

  /** w ← factor · w */
  shrink(factor: number): void {
    this.#scale *= factor;
    this.#squaredNorm *= factor * factor;
    this.#sumOfMagnitudes *= Math.abs(factor);
    if (this.#scale < LEAST_SCALE) this.settle();
  }

  /**
   * Take from each weight what is still missing of `total`, the L1 penalty of all steps so far, but never
   * past zero (Tsuruoka, Tsujii & Ananiadou, ACL 2009).
   */
  truncate(total: number): void {
    const { values } = this;
    const taken = this.#taken;
    const scale = this.#scale;
    for (let j = 0; j < values.length; j++) {
      const before = values[j];
      if (scale * before > 0) values[j] = Math.max(0, before - (total + taken[j]) / scale);
      else if (scale * before < 0) values[j] = Math.min(0, before + (total - taken[j]) / scale);
      taken[j] += scale * (values[j] - before);
    }
  }

  /** Make `values` and the average the numbers they stand for. */
  settle(): void {
    const { values } = this;
    const average = this.#average;
    if (average !== null) {
      const factor = 1 / this.#b;
      for (let j = 0; j < average.length; j++) average[j] = (average[j] + this.#a * values[j]) * factor;
      this.#a = 0;
      this.#b = 1;
    }
    for (let j = 0; j < values.length; j++) values[j] *= this.#scale;
    this.#scale = 1;
  }
}
