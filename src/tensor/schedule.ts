/**
 * From nodes to phases. A unit is one operation that has to be computed: a scalar function or a kernel of the
 * engine. Units that can be cut along equally many rows, and need of each other only the rows they compute,
 * share a phase; what is needed whole must come from an earlier phase. It knows nothing of memory.
 */
import type { Graph, Node } from './graph.ts';
import { sameSize } from './graph.ts';
import type { Reach } from './operation.ts';

/** Something to compute. */
export interface Unit {
  readonly node: Node;
  /** Along how many rows it can be cut; 1 means not at all. */
  readonly rows: number;
  /** What it reads of other memory. */
  readonly reads: readonly Read[];
}

export interface Read {
  /** A node that is no view: where the numbers lie. */
  readonly base: Node;
  readonly reach: Reach;
}

export interface UnitPhase {
  readonly rows: number;
  readonly units: Unit[];
}

/** `writer` overwrites what `reader` reads, so it must come later: in the same phase only where both keep to their rows. */
export interface Precedence {
  readonly reader: Unit;
  readonly writer: Unit;
  readonly reach: Reach;
}

export function unitsOf(graph: Graph): Unit[] {
  return graph.nodes
    .filter((node) => node.operation !== undefined && node.operation.kind !== 'view')
    .map((node) => unitOf(graph, node));
}

function unitOf(graph: Graph, node: Node): Unit {
  const { tensor, inputs, operation, attributes } = node;
  const specs = inputs.map((input) => input.tensor);
  const { rows, reach } =
    operation?.kind === 'kernel'
      ? operation.cut(specs, tensor, attributes)
      : { rows: tensor.shape[0] ?? 1, reach: specs.map((spec) => mapReach(tensor.shape, spec.shape)) };
  const reads = inputs.map((input, i) => {
    const { base, start } = graph.locate(input);
    const aligned = start === 0 && sameSize(base, input);
    return { base, reach: aligned ? reach[i] : 'all' } as const;
  });
  return { node, rows, reads };
}

/** A map reads its own rows of an operand, unless the operand is stretched along axis 0. */
function mapReach(shape: readonly number[], operand: readonly number[]): Reach {
  return operand.length === shape.length && operand[0] === shape[0] ? 'rows' : 'all';
}

/** Units in phases, in an order that keeps every dependency and every precedence. */
export function schedule(units: readonly Unit[], precedences: readonly Precedence[]): UnitPhase[] {
  const producer = new Map(units.map((unit) => [unit.node, unit]));
  const needs = new Map<Unit, { unit: Unit; reach: Reach }[]>();
  for (const unit of units) {
    const list = unit.reads.flatMap(({ base, reach }) => {
      const source = producer.get(base);
      return source === undefined ? [] : [{ unit: source, reach }];
    });
    needs.set(unit, list);
  }
  for (const { reader, writer, reach } of precedences) needs.get(writer)?.push({ unit: reader, reach });

  const done = new Set<Unit>();
  const phases: UnitPhase[] = [];
  let waiting = [...units];
  while (waiting.length > 0) {
    const first = waiting.find((unit) => needs.get(unit)?.every((need) => done.has(need.unit)));
    if (first === undefined) throw new Error('internal: the graph has a cycle');
    const phase: UnitPhase = { rows: first.rows, units: [] };
    const joined = new Set<Unit>();
    const joins = (unit: Unit): boolean =>
      unit.rows === phase.rows &&
      (needs.get(unit) ?? []).every(
        (need) =>
          done.has(need.unit) || (joined.has(need.unit) && (need.reach === 'rows' || phase.rows === 1)),
      );
    for (let before = -1; before !== joined.size; ) {
      before = joined.size;
      for (const unit of waiting) {
        if (joined.has(unit) || !joins(unit)) continue;
        joined.add(unit);
        phase.units.push(unit);
      }
    }
    waiting = waiting.filter((unit) => !joined.has(unit));
    for (const unit of joined) done.add(unit);
    phases.push(phase);
  }
  return phases;
}
