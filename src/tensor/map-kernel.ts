/**
 * Writing a fused group of maps down as one kernel of the engine: operands, steps and what is stored.
 */
import { stridesOf } from '../core/shape.ts';
import type { MapInput, MapKernel, MapStep } from '../engine/contract.ts';
import type { Node } from './node.ts';
import type { Place } from './operation.ts';

/** The kernel of a group of maps over one space; `stored` says which of them have memory. */
export function writeMap(
  nodes: readonly Node[],
  placeOf: (node: Node) => Place,
  stored: (node: Node) => boolean,
): MapKernel {
  const [{ shape: own, computeType: compute }] = nodes;
  const shape = own.length === 0 ? [1] : own;
  const inside = new Set(nodes);
  const inputs: MapInput[] = [];
  const operandNumbers = new Map<Node, number>();
  const places = new Map<string, number>();
  for (const node of nodes) {
    for (const input of node.inputs) {
      if (operandNumbers.has(input) || inside.has(input) || input.literal !== undefined) continue;
      const { offset, dtype, shape: from } = placeOf(input);
      const strides = broadcastStrides(from, shape);
      const key = `${offset} ${dtype} ${strides}`;
      const number = places.get(key) ?? inputs.push({ offset, dtype, strides }) - 1;
      places.set(key, number);
      operandNumbers.set(input, number);
    }
  }
  const steps: MapStep[] = [];
  const add = (step: MapStep): number => inputs.length + steps.push(step) - 1;
  for (const node of nodes) {
    if (node.operation?.kind !== 'map') continue;
    for (const input of node.inputs) {
      const { literal } = input;
      if (literal !== undefined && !operandNumbers.has(input)) operandNumbers.set(input, add({ literal }));
    }
    const args = node.inputs.map((input) => operandNumbers.get(input) as number);
    operandNumbers.set(node, add({ fn: node.operation.fn, args }));
  }
  const outputs = nodes.filter(stored).map((node) => {
    const { offset, dtype } = placeOf(node);
    return { offset, dtype, value: operandNumbers.get(node) as number };
  });
  return { kind: 'map', shape, compute, inputs, steps, outputs };
}

/** Strides that read a dense operand of shape `from` over the index space `to`. */
function broadcastStrides(from: readonly number[], to: readonly number[]): number[] {
  const strides = stridesOf(from);
  const lead = to.length - from.length;
  return to.map((size, axis) =>
    axis < lead || (from[axis - lead] === 1 && size !== 1) ? 0 : strides[axis - lead],
  );
}
