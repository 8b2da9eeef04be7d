/**
 * Where the weights of a model lie in Keras's files: a group for every layer, called by its class and numbered within
 * the list it is in, or by the attribute it is. A layer that is used twice lies where it is met first. It knows no
 * files.
 */
import { Layer } from '../layers/layer.ts';
import { snakeCase } from '../layers/names.ts';
import type { Weight } from '../layers/weight.ts';
import type { Model } from './model.ts';

/** A layer's own weights, those that training changes first. */
export interface WeightGroup {
  /** `layers/dense_1`; empty for the model itself. */
  readonly path: string;
  readonly layer: Layer;
  readonly weights: readonly Weight[];
}

/** Attributes of every layer that hold no layers of its own. */
const passedOver = new Set(['nodes', 'options']);

/**
 * The groups of a model, each before those within it.
 *
 * @param everywhere list a layer that several models have inside in each of them: made from configs, they have one each
 */
export function weightTree(model: Layer, everywhere = false): readonly WeightGroup[] {
  const groups: WeightGroup[] = [];
  const seen = new Set<unknown>();
  const visit = (one: unknown, path: string, again = false): void => {
    if (seen.has(one) && !again) return;
    if (one instanceof Layer) {
      const layer = one as Layer;
      seen.add(layer);
      groups.push({ path, layer, weights: ownWeights(layer) });
      for (const [name, child] of childrenOf(layer)) {
        visit(child, path === '' ? name : `${path}/${name}`, everywhere && child === layer.layers);
      }
    } else if (isContainer(one)) {
      seen.add(one);
      const used = new Map<string, number>();
      for (const member of Object.values(one)) {
        if (!(member instanceof Layer) && !isContainer(member)) continue;
        const name = member instanceof Layer ? snakeCase(member.className) : 'container';
        const count = used.get(name) ?? 0;
        used.set(name, count + 1);
        visit(member, `${path}/${count === 0 ? name : `${name}_${count}`}`, again);
      }
    }
  };
  visit(model, '');
  return groups;
}

/**
 * What is looked at within a layer, in Keras's order: the list of a model's layers, and attributes by name. In a
 * stack or a graph the list comes first, in models with a formula of their own it is an attribute like any.
 */
function childrenOf(layer: Layer): readonly (readonly [name: string, child: unknown])[] {
  const attributes = Object.entries(layer).filter(([name]) => !passedOver.has(name));
  const list: [string, unknown][] = isModel(layer) ? [['layers', layer.layers]] : [];
  const isListFirst = isModel(layer) && layer.graph !== undefined;
  return isListFirst ? [...list, ...attributes.sort(byName)] : [...list, ...attributes].sort(byName);
}

/** Models import this file, so that it cannot ask for their class. */
function isModel(layer: Layer): layer is Model {
  return 'graph' in layer;
}

/** Private attributes come last. */
function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  const [first, second] = [a, b].map((name) => (name.startsWith('_') ? `~${name}` : name));
  return first < second ? -1 : first > second ? 1 : 0;
}

/**
 * The weights of a model under names that the same code, or the same config, gives them in every process:
 * `layers/dense_1/kernel`.
 */
export function namedWeights(model: Layer): ReadonlyMap<string, Weight> {
  const named = new Map<string, Weight>();
  for (const { path, weights } of weightTree(model)) {
    for (const weight of weights) {
      const name = path === '' ? weight.name : `${path}/${weight.name}`;
      let free = name;
      for (let i = 1; named.has(free); i++) free = `${name}_${i}`;
      named.set(free, weight);
    }
  }
  return named;
}

function ownWeights(layer: Layer): readonly Weight[] {
  const inside = new Set(layer.layers.flatMap((child) => child.weights));
  return layer.weights.filter((weight) => !inside.has(weight));
}

function isContainer(value: unknown): value is object {
  return Array.isArray(value) || (typeof value === 'object' && value?.constructor === Object);
}
