/**
 * Within a phase, elementwise units over the same index space become one fused map: one pass over the
 * memory for a whole formula, and no buffer for what is needed inside it alone.
 */
import { isFloat } from '../core/dtype.ts';
import { sameShape } from '../core/shape.ts';
import type { Node } from './node.ts';
import { needsOf, type Unit } from './schedule.ts';

/** One kernel to emit: a fused group of maps, or a single unit of another kind. */
export type Group =
  | { readonly kind: 'map'; readonly nodes: Node[] }
  | { readonly kind: 'kernel'; readonly node: Node };

/** A formula longer than this is cut, so that engines meet no monstrous functions. */
const MOST_NODES = 256;

/** Group the units of a phase. A map joins the last group over its space, if all it needs of this phase lies no later. */
export function fuse(units: readonly Unit[]): Group[] {
  const groups: Group[] = [];
  const position = new Map<Unit, number>();
  const lastOver = new Map<string, number>();
  for (const unit of units) {
    const { node } = unit;
    if (node.operation?.kind !== 'map') {
      position.set(unit, groups.push({ kind: 'kernel', node }) - 1);
      continue;
    }
    const space = `${node.computeType} ${node.shape}`;
    const last = lastOver.get(space) ?? -1;
    const host = groups[last];
    if (host?.kind === 'map' && host.nodes.length < MOST_NODES && mayJoin(unit, last, position)) {
      host.nodes.push(node);
      position.set(unit, last);
      continue;
    }
    const index = groups.push({ kind: 'map', nodes: [node] }) - 1;
    position.set(unit, index);
    lastOver.set(space, index);
  }
  return groups;
}

/**
 * What a map takes from its own group it takes from registers, element by element: no views, no broadcasting,
 * and no value that storing would have rounded to another float type. What it overwrites, its group may read
 * only element by element too.
 */
function mayJoin(unit: Unit, group: number, position: ReadonlyMap<Unit, number>): boolean {
  if (needsOf(unit).some((need) => (position.get(need.unit) ?? -1) > group)) return false;
  const inside = (need: Unit | undefined): boolean => need !== undefined && position.get(need) === group;
  const { node, reads, after } = unit;
  return (
    after.every((need) => need.reach === 'rows' || !inside(need.unit)) &&
    reads.every(({ base, unit: producer }, i) => {
      if (!inside(producer)) return true;
      const rounded = isFloat(base.dtype) && base.dtype !== node.computeType;
      return base === node.inputs[i] && sameShape(base.shape, node.shape) && !rounded;
    })
  );
}
