/**
 * Reverse-mode differentiation: the gradient of the sum of a tensor's elements, as more graph.
 * Since gradients are ordinary tensors, they can be differentiated again.
 */
import { isFloat } from '../core/dtype.ts';
import { HebbError } from '../core/errors.ts';
import { sameShape, showShape } from '../core/shape.ts';
import { checkTensor } from './array-of-numbers.ts';
import type { Operation } from './operation.ts';
import { Tensor } from './tensor.ts';

/**
 * ∂(Σ upstream·y)/∂x for each x, with each x's shape and type; zeros where y does not depend on it. Integers
 * have no gradient, and none passes through them.
 *
 * @param y the tensor to differentiate (usually a scalar loss)
 * @param xs tensors of the graph: variables, placeholders, or anything computed on the way
 * @param upstream the gradient that arrives at y, of y's shape; ones by default
 * @throws HebbError `SHAPE_MISMATCH` when `upstream` has another shape than y
 * @example
 * const x = tensor([1, 2, 3]);
 * const [dx] = gradients(x.square().sum(), [x]);
 * dx.toArray(); // [2, 4, 6]
 */
export function gradients(
  y: Tensor,
  xs: readonly Tensor[],
  upstream: Tensor = Tensor.scalar(1, checkTensor(y).dtype).broadcastTo(y.shape),
): Tensor[] {
  if (!sameShape(checkTensor(y).shape, upstream.shape)) {
    throw new HebbError(
      'SHAPE_MISMATCH',
      `upstream has shape ${showShape(upstream.shape)}, but y has shape ${showShape(y.shape)}.`,
    );
  }
  return backpropagate(y, upstream.cast(y.dtype), [xs].flat().map(checkTensor), new Set());
}

/** ∂(Σ upstream·y)/∂x for each x, not looking behind the tensors in `stops`. */
function backpropagate(
  y: Tensor,
  upstream: Tensor,
  xs: readonly Tensor[],
  stops: ReadonlySet<Tensor>,
): Tensor[] {
  const order = dependents(y, new Set(xs), stops);
  const reached = new Set(order);
  const contributions = new Map<Tensor, Tensor[]>([[y, [upstream]]]);
  const totals = new Map<Tensor, Tensor>();
  for (const node of order.reverse()) {
    const total = sumContributions(contributions.get(node) ?? []);
    if (total === undefined) continue;
    totals.set(node, total);
    if (node.source.kind !== 'operation' || stops.has(node)) continue;
    const { operation, inputs } = node.source;
    if (!inputs.some((input) => reached.has(input))) continue;
    for (const [i, gradient] of localGradients(node, operation, total).entries()) {
      const input = inputs[i];
      if (gradient === null || !reached.has(input) || !isFloat(input.dtype)) continue;
      const known = contributions.get(input) ?? [];
      known.push(gradient.cast(input.dtype));
      contributions.set(input, known);
    }
  }
  return xs.map((x) => totals.get(x) ?? Tensor.scalar(0, x.dtype).broadcastTo(x.shape));
}

/** The operation's own gradient; a composition without one is differentiated through its formula. */
function localGradients(node: Tensor, operation: Operation, upstream: Tensor): readonly (Tensor | null)[] {
  if (node.source.kind !== 'operation') return [];
  const { inputs, attributes } = node.source;
  if (operation.gradient !== undefined) {
    return operation.gradient({ inputs, output: node, attributes }, upstream);
  }
  if (operation.kind !== 'composite') return inputs.map(() => null);
  const ofFormula = backpropagate(operation.forward(inputs, attributes), upstream, inputs, new Set(inputs));
  // What is given twice has its whole gradient at its first place.
  return ofFormula.map((gradient, i) => (inputs.indexOf(inputs[i]) === i ? gradient : null));
}

/** The nodes between y and the xs that depend on some x, inputs before users. */
function dependents(y: Tensor, xs: ReadonlySet<Tensor>, stops: ReadonlySet<Tensor>): Tensor[] {
  const depends = new Map<Tensor, boolean>();
  const order: Tensor[] = [];
  const stack = [y];
  while (stack.length > 0) {
    const node = stack[stack.length - 1];
    const inputs = node.source.kind === 'operation' && !stops.has(node) ? node.source.inputs : [];
    const unseen = inputs.filter((input) => !depends.has(input));
    if (unseen.length > 0 && !depends.has(node)) {
      stack.push(...unseen);
      continue;
    }
    stack.pop();
    if (depends.has(node)) continue;
    const dependent = xs.has(node) || inputs.some((input) => depends.get(input));
    depends.set(node, dependent);
    if (dependent) order.push(node);
  }
  return order;
}

/**
 * The sum of all contributions to one node. Slices of a vector contribute zero-padded pieces; where those
 * tile the whole axis without overlap, their sum is the pieces one after the other.
 */
function sumContributions(parts: readonly Tensor[]): Tensor | undefined {
  if (parts.length < 2) return parts[0];
  const pieces = parts.map(paddedRows);
  const tiles = pieces.filter((piece) => piece !== undefined).sort((a, b) => a.start - b.start);
  let end = 0;
  const tiled =
    tiles.length > 1 &&
    tiles.every(({ start, rows }) => {
      const fits = start === end;
      end += rows.shape[0];
      return fits;
    }) &&
    end === parts[0].shape[0];
  const rest = tiled ? parts.filter((_, i) => pieces[i] === undefined) : parts;
  const whole = tiled ? [Tensor.concat(tiles.map(({ rows }) => rows))] : [];
  return [...whole, ...rest].reduce((total, part) => total.add(part));
}

/** What was padded with zeros along axis 0 alone, and where it starts. */
function paddedRows({ source }: Tensor): { rows: Tensor; start: number } | undefined {
  if (source.kind !== 'operation' || source.operation.name !== 'pad') return undefined;
  const { before, after, value } = source.attributes as { before: number[]; after: number[]; value: number };
  const alone = before.every((width, axis) => axis === 0 || (width === 0 && after[axis] === 0));
  return alone && value === 0 ? { rows: source.inputs[0], start: before[0] } : undefined;
}
