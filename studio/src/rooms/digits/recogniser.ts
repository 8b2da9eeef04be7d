/**
 * A trained network and what it makes of an image: what each hidden unit answers, what each says for every class, and
 * the probabilities. The network is a model file that Hebb opens and runs. It knows no page.
 */
import { MLPClassifier } from 'hebb';
import { readModelState } from 'hebb/formats';
import { type Tensor, tensor } from 'hebb/tensor';
import { pixelCount } from './mnist-form.ts';

export const classCount = 10;

/** What the network makes of an image. */
export interface Look {
  readonly pixels: Float32Array;
  /** What each hidden unit answers; 0 for one that is silent. */
  readonly hidden: ArrayLike<number>;
  readonly probabilities: readonly number[];
  /** The most probable class. */
  readonly says: number;
}

export class Recogniser {
  readonly #model: MLPClassifier;
  readonly #toHidden: Tensor;
  readonly #hiddenBiases: Tensor;
  readonly #toClasses: ArrayLike<number>;
  readonly unitCount: number;
  /** The largest weight from a pixel and from a hidden unit, by absolute value. */
  readonly largestWeight: { readonly pixels: number; readonly units: number };

  /** @param bytes of a `.hebb` file with one hidden layer of ReLU units */
  constructor(bytes: Uint8Array) {
    this.#model = MLPClassifier.fromState(readModelState(bytes));
    const [toHidden, toClasses] = this.#model.coefs;
    this.#toHidden = toHidden;
    this.#hiddenBiases = tensor(this.#model.intercepts[0]);
    this.#toClasses = toClasses.values as ArrayLike<number>;
    this.unitCount = toHidden.shape[1];
    this.largestWeight = {
      pixels: toHidden.abs().max().item(),
      units: toClasses.abs().max().item(),
    };
  }

  async look(pixels: Float32Array): Promise<Look> {
    const row = tensor(pixels).reshape([1, pixelCount]);
    const [probabilities] = (await this.#model.predictProba(row)).toArray() as number[][];
    return {
      pixels,
      hidden: row.matmul(this.#toHidden).add(this.#hiddenBiases).maximum(0).values as ArrayLike<number>,
      probabilities,
      says: probabilities.indexOf(Math.max(...probabilities)),
    };
  }

  /** The most probable class of each of many images. @param pixels 0–255, image after image */
  async classesOf(pixels: Uint8Array): Promise<readonly number[]> {
    const data = Float32Array.from(pixels, (grey) => grey / 255);
    const classes = await this.#model.predict({ data, shape: [pixels.length / pixelCount, pixelCount] });
    return classes.map(Number);
  }

  /** The weight of a hidden unit for a pixel. */
  weightOf(unit: number, pixel: number): number {
    return this.#toHidden.values[pixel * this.unitCount + unit] as number;
  }

  /** The weights of a hidden unit, one for each pixel. */
  weightsOf(unit: number): Float32Array {
    return Float32Array.from({ length: pixelCount }, (_, pixel) => this.weightOf(unit, pixel));
  }

  /** The bias of a hidden unit. */
  biasOf(unit: number): number {
    return this.#hiddenBiases.values[unit] as number;
  }

  /** The weight of a hidden unit for a class. */
  weightFor(unit: number, label: number): number {
    return this.#toClasses[unit * classCount + label];
  }

  /** What a unit says for each class: its answer times its weights. */
  contributions({ hidden }: Look, unit: number): readonly number[] {
    return Array.from({ length: classCount }, (_, label) => hidden[unit] * this.weightFor(unit, label));
  }

  /** The units that say most for or against a class, most first. */
  loudest(look: Look, label: number, count: number): readonly number[] {
    const size = (unit: number): number => Math.abs(look.hidden[unit] * this.weightFor(unit, label));
    return Array.from({ length: this.unitCount }, (_, unit) => unit)
      .sort((a, b) => size(b) - size(a))
      .slice(0, count);
  }
}
