/**
 * One function on its way to kernels: its graph, its units, what is computed in place, and which of its nodes
 * need memory for how long. It does not know where the arena begins; `plan.ts` tells it.
 */
import { bytesOf } from '../core/dtype.ts';
import { HebbError } from '../core/errors.ts';
import { sameShape, showShape, sizeOf } from '../core/shape.ts';
import type { CopyKernel, Kernel, Phase } from '../engine/contract.ts';
import { type Lifetime, placeBuffers } from './arena.ts';
import { fuse, type Group } from './fuse.ts';
import { Graph, type Known } from './graph.ts';
import { writeMap } from './map-kernel.ts';
import type { Node } from './node.ts';
import type { Place } from './operation.ts';
import { dependOn, schedule, type Unit, unitsOf } from './schedule.ts';
import type { Tensor } from './tensor.ts';

/** One function of a program: what to compute, and what variables become afterwards. */
export interface FunctionSpec {
  readonly outputs?: readonly Tensor[];
  /** [variable, its next value] pairs; all next values are computed from the old ones. */
  readonly updates?: readonly (readonly [Tensor, Tensor])[];
}

export class Draft {
  readonly #graph: Graph;
  readonly #outputs: readonly Node[];
  readonly #units: ReadonlyMap<Node, Unit>;
  /** Nodes computed right where another thing keeps them: a variable's next value, a piece of a concatenation. */
  readonly #homes = new Map<Node, { readonly in: Node; readonly start: number }>();
  /** Next values that must be copied to their variable at the end. */
  readonly #copies: (readonly [Node, Node])[] = [];

  constructor({ outputs = [], updates = [] }: FunctionSpec, known: Known) {
    this.#graph = new Graph(known);
    checkUpdates(updates);
    const changing = new Set(updates.map(([variable]) => variable));
    this.#outputs = outputs.map((output) => this.#oldValue(output, changing));
    const nexts = updates.map(
      ([variable, next]) => [this.#graph.node(variable), this.#oldValue(next, changing)] as const,
    );
    this.#units = unitsOf(this.#graph.nodes);
    const readers = new Map<Node, Unit[]>(nexts.map(([variable]) => [variable, []]));
    for (const unit of this.#units.values()) {
      for (const base of new Set(unit.reads.map((read) => read.base))) readers.get(base)?.push(unit);
    }
    for (const [variable, next] of nexts) this.#placeUpdate(variable, next, readers.get(variable) ?? []);
    for (const unit of this.#units.values()) this.#placePieces(unit);
  }

  /** Nodes that no function computes: variables, placeholders and constants. */
  leaves(): Node[] {
    return this.#graph.nodes.filter((node) => node.operation === undefined);
  }

  /** The kernels in phases, given where the leaves lie and where scratch memory begins. */
  write(
    resident: (node: Node) => number | undefined,
    scratchStart: number,
  ): { phases: Phase[]; outputs: Place[]; end: number } {
    const phases = schedule(this.#units.values()).map(({ rows, level, units }) => ({
      rows,
      level,
      groups: fuse(units),
    }));
    const buffers = this.#buffers(phases);
    const { offsets, end } = placeBuffers([...buffers.values()], scratchStart);
    const scratch = new Map([...buffers.keys()].map((node, i) => [node, offsets[i]]));
    const placeOf = (node: Node): Place => {
      const { owner, start } = this.#ownerOf(node.base);
      const offset = resident(owner) ?? scratch.get(owner);
      if (offset === undefined) throw new Error('internal: a node has no memory');
      const { shape, dtype } = node;
      return { shape, dtype, offset: offset + (start + node.start) * bytesOf(dtype) };
    };
    const stored = (node: Node): boolean => this.#homes.has(node) || scratch.has(node);
    const written = phases.map(({ rows, groups }) => {
      const kernels = groups.flatMap((group) =>
        group.kind === 'map' ? [writeMap(group.nodes, placeOf, stored)] : writeKernel(group.node, placeOf),
      );
      return { rows, kernels };
    });
    const copies = this.#copies.map(([variable, next]) => copyWhole(placeOf(next), placeOf(variable)));
    return {
      phases: [...written, { rows: 1, kernels: copies }].filter(({ kernels }) => kernels.length > 0),
      outputs: this.#outputs.map(placeOf),
      end,
    };
  }

  /** The node of a tensor; what lies in a variable that changes is copied first, so that it stays the old value. */
  #oldValue(tensor: Tensor, changing: ReadonlySet<Tensor>): Node {
    const node = this.#graph.node(tensor);
    const { origin } = node.base;
    return origin.kind === 'resident' && changing.has(origin.tensor) ? this.#graph.copyOf(node) : node;
  }

  /**
   * A variable's next value is computed straight into the variable, provided a map computes it that reads
   * the old value element by element, and all other readers of the old value can come before.
   */
  #placeUpdate(variable: Node, next: Node, readers: readonly Unit[]): void {
    const writer = this.#units.get(next);
    const others = readers.filter((reader) => reader !== writer);
    const inPlace =
      writer !== undefined &&
      next.operation?.kind === 'map' &&
      !this.#homes.has(next) &&
      keepsToRows(writer, variable) &&
      !dependOn(others, writer);
    if (!inPlace) {
      this.#copies.push([variable, next]);
      return;
    }
    this.#homes.set(next, { in: variable, start: 0 });
    for (const unit of others) {
      const reach = unit.rows === writer.rows && keepsToRows(unit, variable) ? 'rows' : 'all';
      writer.after.push({ unit, reach });
    }
  }

  /** What a concatenation strings together is computed in its memory, where nothing else keeps it already. */
  #placePieces({ node, reads }: Unit): void {
    const { operation, inputs, attributes } = node;
    if (operation?.kind !== 'kernel' || operation.homes === undefined) return;
    const starts = operation.homes(inputs, attributes);
    for (const [i, start] of starts.entries()) {
      const { base, unit } = reads[i];
      const free = unit !== undefined && inputs[i].isWhole && !this.#homes.has(base);
      if (free) this.#homes.set(base, { in: node, start });
    }
  }

  /** The node in whose memory a node is kept, itself unless it has another home, and where in it (elements). */
  #ownerOf(node: Node): { owner: Node; start: number } {
    let owner = node;
    let start = 0;
    for (let home = this.#homes.get(owner); home !== undefined; home = this.#homes.get(owner)) {
      owner = home.in;
      start += home.start;
    }
    return { owner, start };
  }

  /** The nodes that need scratch memory, with the levels each must survive: within a level there is no order. */
  #buffers(
    phases: readonly { readonly level: number; readonly groups: readonly Group[] }[],
  ): Map<Node, Lifetime> {
    const definedIn = new Map<Node, number>();
    const groupOf = new Map<Node, Group>();
    const lastUse = new Map<Node, number>();
    const outside = new Set<Node>();
    for (const { level, groups } of phases) {
      for (const group of groups) {
        for (const node of group.kind === 'map' ? group.nodes : [group.node]) {
          definedIn.set(node, level);
          groupOf.set(node, group);
          for (const input of node.inputs) {
            const { base } = input;
            lastUse.set(base, level);
            if (group.kind !== 'map' || groupOf.get(base) !== group) outside.add(base);
          }
          if (group.kind === 'kernel') outside.add(node);
        }
      }
    }
    for (const { base } of [...this.#outputs, ...this.#copies.map(([, next]) => next)]) {
      outside.add(base);
      lastUse.set(base, (phases.at(-1)?.level ?? 0) + 1);
    }
    const buffers = new Map<Node, Lifetime>();
    for (const [node, first] of definedIn) {
      const { owner } = this.#ownerOf(node);
      if (!outside.has(node) || owner.operation === undefined) continue;
      const known = buffers.get(owner);
      buffers.set(owner, {
        bytes: owner.size * bytesOf(owner.dtype),
        first: Math.min(first, known?.first ?? first),
        last: Math.max(lastUse.get(node) ?? first, known?.last ?? first),
      });
    }
    return buffers;
  }
}

/** Does a unit, computing some rows, read only those rows of `base`? */
function keepsToRows(unit: Unit, base: Node): boolean {
  return unit.reads.every((read) => read.base !== base || read.reach === 'rows');
}

function checkUpdates(updates: NonNullable<FunctionSpec['updates']>): void {
  const seen = new Set<Tensor>();
  for (const [variable, next] of updates) {
    if (variable.source.kind !== 'variable') {
      throw new HebbError('INVALID_VALUE', 'only a variable can be updated.');
    }
    if (seen.has(variable)) {
      throw new HebbError('INVALID_VALUE', 'a variable can be updated only once in a function.');
    }
    seen.add(variable);
    if (next.dtype !== variable.dtype || !sameShape(next.shape, variable.shape)) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `a ${variable.dtype} variable of shape ${showShape(variable.shape)} cannot become ${next.dtype} of shape ${showShape(next.shape)}.`,
      );
    }
  }
}

/** The kernels of a node; copies of what was computed in place already are left out. */
function writeKernel(node: Node, placeOf: (node: Node) => Place): readonly Kernel[] {
  const { operation, inputs, attributes } = node;
  if (operation?.kind !== 'kernel') return [];
  const kernels = operation.kernels(inputs.map(placeOf), placeOf(node), attributes);
  if (operation.homes === undefined) return kernels;
  return kernels.filter((kernel) => kernel.kind !== 'copy' || kernel.input !== kernel.out);
}

function copyWhole({ dtype, offset, shape }: Place, to: Place): CopyKernel {
  const n = sizeOf(shape);
  return {
    kind: 'copy',
    dtype,
    input: offset,
    out: to.offset,
    shape: [1, n],
    inStrides: [n, 1],
    outStrides: [n, 1],
  };
}
