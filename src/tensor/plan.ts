/**
 * From graphs to a plan: every function's nodes are scheduled into phases, fused, given memory, and written
 * down as kernels. No allocation happens after this; an engine only runs what is written here.
 */
import { bytesOf, type FloatDType } from '../core/dtype.ts';
import { HebbError } from '../core/errors.ts';
import { sizeOf, stridesOf } from '../core/shape.ts';
import type { CopyKernel, Kernel, MapInput, MapKernel, MapStep, Phase, Plan } from '../engine/contract.ts';
import { align, placeBuffers } from './arena.ts';
import { fuse, type Group } from './fuse.ts';
import { computeType, Graph, literalOf, type Node } from './graph.ts';
import type { Place } from './operation.ts';
import { broadcastTo } from './operations/elementwise.ts';
import { type Precedence, schedule, type Unit, unitsOf } from './schedule.ts';
import { Tensor } from './tensor.ts';

/** One function of a program: what to compute, and what variables become afterwards. */
export interface FunctionSpec {
  readonly outputs?: readonly Tensor[];
  /** [variable, its next value] pairs; all next values are computed from the old ones. */
  readonly updates?: readonly (readonly [Tensor, Tensor])[];
}

/** A plan, and where in its arena the tensors a caller knows lie. */
export interface Layout {
  readonly plan: Plan;
  /** Variables and placeholders, in the arena for good. */
  readonly residents: ReadonlyMap<Tensor, Place>;
  /** Per function, its outputs in order; they hold until another function runs. */
  readonly outputs: Readonly<Record<string, readonly Place[]>>;
}

/** Plan a program of named functions that share variables and placeholders. */
export function makePlan(functions: Readonly<Record<string, FunctionSpec>>): Layout {
  const drafts = Object.entries(functions).map(([name, spec]) => ({ name, draft: new Draft(spec) }));
  const residents = new Map<Tensor, Place>();
  const constants: { offset: number; values: Plan['constants'][number]['values'] }[] = [];
  const constantPlaces = new Map<unknown, number>();
  let end = 0;
  const reserve = (node: Node): void => {
    const { tensor } = node;
    const { source } = tensor;
    const known =
      source.kind === 'values' ? constantPlaces.get(source.values) : residents.get(tensor)?.offset;
    if (known !== undefined || source.kind === 'operation') return;
    const place = { shape: tensor.shape, dtype: tensor.dtype, offset: end };
    end += align(sizeOf(tensor.shape) * bytesOf(tensor.dtype));
    if (source.kind === 'placeholder') residents.set(tensor, place);
    else if (source.kind === 'variable') {
      residents.set(tensor, place);
      constants.push({ offset: place.offset, values: source.initial });
    } else {
      constantPlaces.set(source.values, place.offset);
      constants.push({ offset: place.offset, values: source.values });
    }
  };
  for (const { draft } of drafts) for (const node of draft.leaves()) reserve(node);
  const home = ({ tensor: { source }, tensor }: Node): number | undefined =>
    source.kind === 'values' ? constantPlaces.get(source.values) : residents.get(tensor)?.offset;

  const scratchStart = end;
  const written = drafts.map(({ name, draft }) => {
    const result = draft.write(home, scratchStart);
    end = Math.max(end, result.end);
    return { name, ...result };
  });
  return {
    plan: {
      arenaBytes: end,
      constants,
      functions: Object.fromEntries(written.map(({ name, phases }) => [name, phases])),
    },
    residents,
    outputs: Object.fromEntries(written.map(({ name, outputs }) => [name, outputs])),
  };
}

/** One function on its way to kernels. */
class Draft {
  readonly #graph = new Graph();
  readonly #outputs: readonly Node[];
  readonly #updates: readonly (readonly [Node, Node])[];
  readonly #units: Unit[];
  /** Nodes computed right where another thing keeps them: a variable's next value, a piece of a concatenation. */
  readonly #homes = new Map<Node, { in: Node; start: number }>();
  /** Next values that must be copied to their variable at the end. */
  readonly #copies: (readonly [Node, Node])[] = [];
  readonly #precedences: Precedence[] = [];

  constructor({ outputs = [], updates = [] }: FunctionSpec) {
    const changing = new Set(updates.map(([variable]) => variable));
    this.#outputs = outputs.map((output) => this.#oldValue(output, changing));
    this.#updates = updates.map(([variable, next]) => {
      if (variable.source.kind !== 'variable') {
        throw new HebbError('INVALID_VALUE', 'only a variable can be updated.');
      }
      return [this.#graph.node(variable), this.#oldValue(next, changing)];
    });
    this.#units = unitsOf(this.#graph);
    for (const [variable, next] of this.#updates) this.#placeUpdate(variable, next);
    for (const unit of this.#units) this.#placePieces(unit);
  }

  /** The node of a tensor; what lies in a variable that changes is copied first, so that it stays the old value. */
  #oldValue(tensor: Tensor, changing: ReadonlySet<Tensor>): Node {
    const node = this.#graph.node(tensor);
    if (!changing.has(this.#graph.locate(node).base.tensor)) return node;
    const { shape, dtype } = tensor;
    return this.#graph.node(
      new Tensor(shape, dtype, {
        kind: 'operation',
        operation: broadcastTo,
        inputs: [tensor],
        attributes: { shape },
      }),
    );
  }

  /** Nodes that no function computes: variables, placeholders and constants. */
  leaves(): Node[] {
    return this.#graph.nodes.filter((node) => node.operation === undefined);
  }

  /**
   * A variable's next value is computed straight into the variable, provided a map computes it that reads
   * the old value element by element, and all other readers of the old value can come before.
   */
  #placeUpdate(variable: Node, next: Node): void {
    const writer = this.#units.find(({ node }) => node === next);
    const readers = this.#units.filter(({ reads }) => reads.some(({ base }) => base === variable));
    const downstream = writer === undefined ? new Set<Node>() : this.#usersOf(writer.node);
    const safe =
      writer?.node.operation?.kind === 'map' &&
      !this.#homes.has(next) &&
      readers.every(
        (reader) => !downstream.has(reader.node) && (reader !== writer || this.#ownRows(reader, variable)),
      );
    if (!safe || writer === undefined) {
      this.#copies.push([variable, next]);
      return;
    }
    this.#homes.set(next, { in: variable, start: 0 });
    for (const reader of readers) {
      if (reader === writer) continue;
      const reach = reader.rows === writer.rows && this.#ownRows(reader, variable) ? 'rows' : 'all';
      this.#precedences.push({ reader, writer, reach });
    }
  }

  #ownRows(unit: Unit, variable: Node): boolean {
    return unit.reads.every(({ base, reach }) => base !== variable || reach === 'rows');
  }

  /** Every node that needs `node`, directly or not. */
  #usersOf(node: Node): Set<Node> {
    const users = new Set<Node>();
    for (const candidate of this.#graph.nodes) {
      if (candidate.inputs.some((input) => input === node || users.has(input))) users.add(candidate);
    }
    return users;
  }

  #placePieces({ node, reads }: Unit): void {
    if (node.operation?.kind !== 'kernel' || node.operation.homes === undefined) return;
    const starts = node.operation.homes(
      node.inputs.map((input) => input.tensor),
      node.attributes,
    );
    for (const [i, start] of starts.entries()) {
      const { base } = reads[i];
      const whole =
        this.#graph.locate(node.inputs[i]).start === 0 &&
        sizeOf(base.tensor.shape) === sizeOf(node.inputs[i].tensor.shape);
      if (whole && base.operation !== undefined && !this.#homes.has(base))
        this.#homes.set(base, { in: node, start });
    }
  }

  write(
    resident: (node: Node) => number | undefined,
    scratchStart: number,
  ): { phases: Phase[]; outputs: Place[]; end: number } {
    const phases = schedule(this.#units, this.#precedences).map(({ rows, units }) => ({
      rows,
      groups: fuse({ rows, units }, this.#precedences),
    }));
    const buffers = this.#buffers(phases.map(({ groups }) => groups));
    const { offsets, end } = placeBuffers([...buffers.values()], scratchStart);
    const scratch = new Map([...buffers.keys()].map((node, i) => [node, offsets[i]]));
    const offsetOf = (node: Node): number => {
      const home = this.#homes.get(node);
      if (home !== undefined) return offsetOf(home.in) + home.start * bytesOf(node.tensor.dtype);
      const offset = resident(node) ?? scratch.get(node);
      if (offset === undefined) throw new Error('internal: a node has no memory');
      return offset;
    };
    const placeOf = (node: Node): Place => {
      const { base, start } = this.#graph.locate(node);
      const { shape, dtype } = node.tensor;
      return { shape, dtype, offset: offsetOf(base) + start * bytesOf(dtype) };
    };
    const stored = (node: Node): boolean => this.#homes.has(node) || scratch.has(node);
    const written: Phase[] = phases.map(({ rows, groups }) => ({
      rows,
      kernels: groups.flatMap((group) =>
        group.kind === 'map'
          ? [writeMap(group.nodes, placeOf, stored)]
          : this.#writeKernel(group.node, placeOf),
      ),
    }));
    const copies = this.#copies.map(([variable, next]) => copyWhole(placeOf(next), placeOf(variable)));
    return {
      phases: [...written, ...copies.map((kernel) => ({ rows: 1, kernels: [kernel] }))].filter(
        ({ kernels }) => kernels.length > 0,
      ),
      outputs: this.#outputs.map(placeOf),
      end,
    };
  }

  #writeKernel(node: Node, placeOf: (node: Node) => Place): readonly Kernel[] {
    if (node.operation?.kind !== 'kernel') return [];
    const inputs = node.inputs.map(placeOf);
    const kernels = node.operation.kernels(inputs, placeOf(node), node.attributes);
    if (node.operation.homes === undefined) return kernels;
    return kernels.filter((kernel) => kernel.kind !== 'copy' || kernel.input !== kernel.out);
  }

  /** The nodes that need scratch memory, with the phases each must survive. */
  #buffers(phases: readonly (readonly Group[])[]): Map<Node, { bytes: number; first: number; last: number }> {
    const definedIn = new Map<Node, number>();
    const groupOf = new Map<Node, Group>();
    const lastUse = new Map<Node, number>();
    const outside = new Set<Node>();
    for (const [p, groups] of phases.entries()) {
      for (const group of groups) {
        for (const node of group.kind === 'map' ? group.nodes : [group.node]) {
          definedIn.set(node, p);
          groupOf.set(node, group);
          for (const input of node.inputs) {
            const { base } = this.#graph.locate(input);
            lastUse.set(base, p);
            if (group.kind !== 'map' || groupOf.get(base) !== group) outside.add(base);
          }
          if (group.kind === 'kernel') outside.add(node);
        }
      }
    }
    const forever = phases.length + 1;
    for (const node of [...this.#outputs, ...this.#copies.map(([, next]) => next)]) {
      const { base } = this.#graph.locate(node);
      outside.add(base);
      lastUse.set(base, forever);
    }
    const buffers = new Map<Node, { bytes: number; first: number; last: number }>();
    const extend = (node: Node, first: number, last: number): void => {
      const home = this.#homes.get(node);
      if (home !== undefined) {
        if (home.in.operation !== undefined) extend(home.in, first, last);
        return;
      }
      const known = buffers.get(node);
      buffers.set(node, {
        bytes: sizeOf(node.tensor.shape) * bytesOf(node.tensor.dtype),
        first: Math.min(first, known?.first ?? first),
        last: Math.max(last, known?.last ?? last),
      });
    };
    for (const [node, first] of definedIn) {
      if (outside.has(node)) extend(node, first, lastUse.get(node) ?? first);
    }
    return buffers;
  }
}

/** The fused kernel of a group of maps. */
function writeMap(
  nodes: readonly Node[],
  placeOf: (node: Node) => Place,
  stored: (node: Node) => boolean,
): MapKernel {
  const { shape: own } = nodes[0].tensor;
  const shape = own.length === 0 ? [1] : own;
  const inputs: MapInput[] = [];
  const steps: MapStep[] = [];
  const inputNumbers = new Map<string, number>();
  const stepNumbers = new Map<Node, number>();
  const literalNumbers = new Map<number, number>();
  const inside = new Set(nodes);
  for (const node of nodes) {
    for (const input of node.inputs) {
      if (inside.has(input) || literalOf(input) !== undefined) continue;
      const { offset, dtype, shape: from } = placeOf(input);
      const strides = broadcastStrides(from, shape);
      const key = `${offset} ${dtype} ${strides}`;
      if (!inputNumbers.has(key)) inputNumbers.set(key, inputs.push({ offset, dtype, strides }) - 1);
    }
  }
  const numberOf = (input: Node): number => {
    const step = stepNumbers.get(input);
    if (step !== undefined) return inputs.length + step;
    const literal = literalOf(input);
    if (literal !== undefined) {
      const known = literalNumbers.get(literal) ?? steps.push({ literal }) - 1;
      literalNumbers.set(literal, known);
      return inputs.length + known;
    }
    const { offset, dtype, shape: from } = placeOf(input);
    return inputNumbers.get(`${offset} ${dtype} ${broadcastStrides(from, shape)}`) as number;
  };
  for (const node of nodes) {
    if (node.operation?.kind !== 'map') continue;
    const args = node.inputs.map(numberOf);
    stepNumbers.set(node, steps.push({ fn: node.operation.fn, args }) - 1);
  }
  const outputs = nodes.filter(stored).map((node) => {
    const { offset, dtype } = placeOf(node);
    return { offset, dtype, value: inputs.length + (stepNumbers.get(node) as number) };
  });
  return { kind: 'map', shape, compute: computeType(nodes[0]), inputs, steps, outputs };
}

/** Strides that read a dense operand of shape `from` over the index space `to`. */
function broadcastStrides(from: readonly number[], to: readonly number[]): number[] {
  const strides = stridesOf(from);
  const lead = to.length - from.length;
  return to.map((size, axis) =>
    axis < lead || (from[axis - lead] === 1 && size !== 1) ? 0 : strides[axis - lead],
  );
}

function copyWhole(from: Place, to: Place): CopyKernel {
  const n = sizeOf(from.shape);
  return {
    kind: 'copy',
    dtype: to.dtype as FloatDType,
    input: from.offset,
    out: to.offset,
    shape: [1, n],
    inStrides: [n, 1],
    outStrides: [n, 1],
  };
}
