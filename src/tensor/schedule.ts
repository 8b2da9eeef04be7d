/**
 * From nodes to phases. A unit is one operation that has to be computed: a scalar function or a kernel of the
 * engine. Units that can be cut along equally many rows, and need of each other only the rows they compute,
 * share a phase; what is needed whole must come from an earlier phase. It knows nothing of memory.
 */
import type { Node } from './node.ts';
import type { Reach } from './operation.ts';

/** Something to compute. */
export interface Unit {
  readonly node: Node;
  /** Along how many rows it can be cut; 1 means not at all. */
  readonly rows: number;
  /** What it reads of other memory, one for each input. */
  readonly reads: readonly Read[];
  /** Units that read what this one overwrites, so that they must come first. */
  readonly after: Need[];
}

export interface Read {
  /** A node that is no view: where the numbers lie. */
  readonly base: Node;
  readonly reach: Reach;
  /** What computes them, if this function does. */
  readonly unit?: Unit;
}

/** A unit that must come earlier: in the same phase only where both keep to their rows. */
export interface Need {
  readonly unit: Unit;
  readonly reach: Reach;
}

export interface UnitPhase {
  readonly rows: number;
  readonly units: Unit[];
}

/** The units of nodes, by their nodes; inputs before users. */
export function unitsOf(nodes: readonly Node[]): Map<Node, Unit> {
  const units = new Map<Node, Unit>();
  for (const node of nodes) {
    if (node.operation !== undefined && node.operation.kind !== 'view') units.set(node, unitOf(node, units));
  }
  return units;
}

function unitOf(node: Node, units: ReadonlyMap<Node, Unit>): Unit {
  const { rows, reach } = cutOf(node);
  const reads = node.inputs.map((input, i): Read => {
    const { base, isWhole } = input;
    return { base, reach: isWhole ? reach[i] : 'all', unit: units.get(base) };
  });
  return { node, rows, reads, after: [] };
}

function cutOf(node: Node): { rows: number; reach: readonly Reach[] } {
  const { operation, shape, inputs, attributes } = node;
  if (operation?.kind === 'kernel') return operation.cut(inputs, node, attributes);
  return { rows: shape[0] ?? 1, reach: inputs.map((input) => mapReach(shape, input.shape)) };
}

/** A map reads its own rows of an operand, unless the operand is stretched along axis 0. */
function mapReach(shape: readonly number[], operand: readonly number[]): Reach {
  return operand.length === shape.length && operand[0] === shape[0] ? 'rows' : 'all';
}

/** All that must come before a unit. */
export function needsOf({ reads, after }: Unit): Need[] {
  const needs = [...after];
  for (const { unit, reach } of reads) if (unit !== undefined) needs.push({ unit, reach });
  return needs;
}

/** Does one of the units need `other`, directly or not? */
export function dependOn(units: readonly Unit[], other: Unit): boolean {
  const seen = new Set(units);
  for (const unit of seen) {
    for (const need of needsOf(unit)) {
      if (need.unit === other) return true;
      seen.add(need.unit);
    }
  }
  return false;
}

/** Units in phases: each in the first phase of its rows that comes after all it needs. */
export function schedule(units: Iterable<Unit>): UnitPhase[] {
  const phases: UnitPhase[] = [];
  const phaseOf = new Map<Unit, number>();
  const withRows = new Map<number, number[]>();
  for (const unit of inOrder(units)) {
    const { rows } = unit;
    let earliest = 0;
    for (const need of needsOf(unit)) {
      const together = need.unit.rows === rows && (need.reach === 'rows' || rows === 1);
      earliest = Math.max(earliest, (phaseOf.get(need.unit) as number) + (together ? 0 : 1));
    }
    const candidates = withRows.get(rows) ?? [];
    withRows.set(rows, candidates);
    let first = candidates.length;
    while (candidates[first - 1] >= earliest) first--;
    if (first === candidates.length) candidates.push(phases.push({ rows, units: [] }) - 1);
    phases[candidates[first]].units.push(unit);
    phaseOf.set(unit, candidates[first]);
  }
  return phases;
}

/** Every unit after all it needs, otherwise in the given order. */
function inOrder(units: Iterable<Unit>): Set<Unit> {
  const order = new Set<Unit>();
  const entered = new Set<Unit>();
  for (const start of units) {
    const stack = [start];
    while (stack.length > 0) {
      const unit = stack[stack.length - 1];
      const open = order.has(unit) ? [] : needsOf(unit).filter((need) => !order.has(need.unit));
      if (open.length === 0) {
        stack.pop();
        order.add(unit);
        continue;
      }
      if (entered.has(unit)) throw new Error('internal: the graph has a cycle');
      entered.add(unit);
      for (const need of open) stack.push(need.unit);
    }
  }
  return order;
}
