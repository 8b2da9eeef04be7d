/**
 * Within a phase, elementwise units over the same index space become one fused map: one pass over the
 * memory for a whole formula, and no buffer for what is needed inside it alone.
 */
import { isFloat } from '../core/dtype.ts';
import { sameShape } from '../core/shape.ts';
import { computeType, type Node } from './graph.ts';
import type { Precedence, Unit, UnitPhase } from './schedule.ts';

/** One kernel to emit: a fused group of maps, or a single unit of another kind. */
export type Group =
  | { readonly kind: 'map'; readonly nodes: Node[] }
  | { readonly kind: 'kernel'; readonly node: Node };

/** Group the units of a phase. A map joins an earlier group when all it needs of this phase comes before that group's end. */
export function fuse({ units }: UnitPhase, precedences: readonly Precedence[]): Group[] {
  const groups: Group[] = [];
  const position = new Map<Node, number>();
  for (const unit of units) {
    const before = precedences.filter(({ writer }) => writer === unit).map(({ reader }) => reader.node);
    const { node } = unit;
    if (node.operation?.kind !== 'map') {
      position.set(node, groups.push({ kind: 'kernel', node }) - 1);
      continue;
    }
    const host = hostFor(unit, before, groups, position);
    if (host === undefined) position.set(node, groups.push({ kind: 'map', nodes: [node] }) - 1);
    else {
      host.group.nodes.push(node);
      position.set(node, host.index);
    }
  }
  return groups;
}

function hostFor(
  { node, reads }: Unit,
  before: readonly Node[],
  groups: readonly Group[],
  position: ReadonlyMap<Node, number>,
): { group: Extract<Group, { kind: 'map' }>; index: number } | undefined {
  const needs = [...reads.map(({ base }) => base), ...before];
  const earliest = Math.max(-1, ...needs.map((need) => position.get(need) ?? -1));
  for (let index = groups.length - 1; index >= Math.max(0, earliest); index--) {
    const group = groups[index];
    if (group.kind !== 'map') continue;
    const [head] = group.nodes;
    const sameSpace =
      sameShape(head.tensor.shape, node.tensor.shape) && computeType(head) === computeType(node);
    const stored = index === earliest && !readsElementwise(node, group.nodes);
    if (sameSpace && !stored) return { group, index };
  }
  return undefined;
}

/**
 * What a map takes from its own group it takes from registers, element by element: no views, no broadcasting,
 * and no value that storing would have rounded to another float type.
 */
function readsElementwise(node: Node, group: readonly Node[]): boolean {
  return node.inputs.every((input) => {
    if (group.includes(input)) {
      const { shape, dtype } = input.tensor;
      return sameShape(shape, node.tensor.shape) && (!isFloat(dtype) || dtype === computeType(node));
    }
    let base = input;
    while (base.operation?.kind === 'view') base = base.inputs[0];
    return !group.includes(base);
  });
}
