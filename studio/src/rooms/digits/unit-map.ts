/** The weights of a hidden unit as a picture's values: ±1 from half its largest weight on. Each is made once. */
import type { Recogniser } from './recogniser.ts';

const made = new WeakMap<Recogniser, Map<number, Float32Array>>();

export function unitMap(model: Recogniser, unit: number): Float32Array {
  const maps = made.get(model) ?? new Map<number, Float32Array>();
  made.set(model, maps);
  const known = maps.get(unit);
  if (known !== undefined) return known;
  const weights = model.weightsOf(unit);
  const most = weights.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0);
  const map = most === 0 ? weights : weights.map((weight) => (2 * weight) / most);
  maps.set(unit, map);
  return map;
}
