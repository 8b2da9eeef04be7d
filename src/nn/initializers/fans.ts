/** Fans: how many numbers come into each output of a layer, and go out of each input, by the shape of its weights. */
import { type Shape, sizeOf } from '../../core/shape.ts';
import type { SeedOptions } from './initializer.ts';

export interface FanOptions extends SeedOptions {
  /** Axes whose sizes make the fan in; only together with `outputAxes`. Default null: by Keras's rule. */
  readonly inputAxes?: readonly number[] | null;
  readonly outputAxes?: readonly number[] | null;
}

/** How many numbers come into each output and go out of each input, by Keras's rule: convolutions count their field. */
export function fansOf(
  shape: Shape,
  { inputAxes, outputAxes }: FanOptions = {},
): { fanIn: number; fanOut: number } {
  const along = (axes: readonly number[]): number => sizeOf(axes.map((axis) => shape.at(axis) ?? 1));
  if (inputAxes && outputAxes) return { fanIn: along(inputAxes), fanOut: along(outputAxes) };
  if (shape.length < 2) return { fanIn: sizeOf(shape), fanOut: sizeOf(shape) };
  const field = sizeOf(shape.slice(0, -2));
  return { fanIn: field * along([-2]), fanOut: field * along([-1]) };
}
