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
  /** It has a phase of its own, so that others need not wait. */
  readonly isHeavy: boolean;
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
  /** Phases of the same level need nothing of each other, only of lower levels: they may run side by side. */
  readonly level: number;
  readonly units: readonly Unit[];
}

/** A unit that cannot be cut is heavy if one of its reads has more elements than this. */
const HEAVY = 4096;

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
  return { node, rows, reads, isHeavy: isHeavy(node, rows), after: [] };
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

/**
 * Units in phases. A unit's level is the first that comes after all it needs; what it needs only for its own rows
 * may be of the same level. Units of one level and as many rows share a phase. But a scalar function that only one
 * later phase of as many rows asks for waits for that one, where it needs no memory and no pass of its own.
 */
export function schedule(units: Iterable<Unit>): UnitPhase[] {
  const order = [...inOrder(units)];
  const levels = new Map<Unit, number>();
  const users = new Map<Unit, Need[]>(order.map((unit) => [unit, []]));
  for (const unit of order) {
    let level = 0;
    for (const need of needsOf(unit)) {
      users.get(need.unit)?.push({ unit, reach: need.reach });
      level = Math.max(level, (levels.get(need.unit) as number) + (together(unit, need) ? 0 : 1));
    }
    levels.set(unit, level);
  }
  for (const unit of order.toReversed()) {
    const level = unit.node.operation?.kind === 'map' ? laterLevel(unit, users, levels) : undefined;
    if (level !== undefined) levels.set(unit, level);
  }
  const phases = new Map<string, { rows: number; level: number; units: Unit[] }>();
  for (const [i, unit] of order.entries()) {
    const { rows } = unit;
    const level = levels.get(unit) as number;
    const key = unit.isHeavy ? `unit ${i}` : `${rows} rows, level ${level}`;
    const phase = phases.get(key) ?? { rows, level, units: [] };
    phases.set(key, phase);
    phase.units.push(unit);
  }
  return [...phases.values()]
    .map((phase) => ({ ...phase, units: kernelsFirst(phase.units) }))
    .sort((a, b) => a.level - b.level);
}

/** May a unit be in the phase of what it needs? */
function together(user: Unit, { unit, reach }: Need): boolean {
  const byRows = unit.rows === user.rows && (reach === 'rows' || unit.rows === 1);
  return byRows && !unit.isHeavy && !user.isHeavy;
}

/** The level of all users of a unit, if they may be in one phase with it. */
function laterLevel(
  unit: Unit,
  users: ReadonlyMap<Unit, readonly Need[]>,
  levels: ReadonlyMap<Unit, number>,
): number | undefined {
  const all = users.get(unit) ?? [];
  const found = new Set(all.map((user) => levels.get(user.unit)));
  const fits = all.every((user) => together(user.unit, { unit, reach: user.reach }));
  return fits && found.size === 1 ? [...found][0] : undefined;
}

/** The units of a phase, scalar functions as late as their users allow: so they meet others to be fused with. */
function kernelsFirst(units: readonly Unit[]): Unit[] {
  const kernels = units.filter(({ node }) => node.operation?.kind !== 'map');
  const members = new Set(units);
  return [...inOrder([...kernels, ...units], ({ unit }) => members.has(unit))];
}

/** Gathering reads few rows of a large table. */
function isHeavy({ operation, inputs }: Node, rows: number): boolean {
  if (rows > 1 || operation?.kind !== 'kernel' || operation.name === 'gather') return false;
  return inputs.some(({ base }) => base.size > HEAVY);
}

/** Every unit after all it needs, otherwise in the given order. Only needs that `counts` holds of are looked at. */
function inOrder(units: Iterable<Unit>, counts: (need: Need) => boolean = () => true): Set<Unit> {
  const order = new Set<Unit>();
  const entered = new Set<Unit>();
  for (const start of units) {
    const stack = [start];
    while (stack.length > 0) {
      const unit = stack[stack.length - 1];
      const open = order.has(unit)
        ? []
        : needsOf(unit).filter((need) => !order.has(need.unit) && counts(need));
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
