/**
 * Whether an HDF5 file can be read safely. The HDF5 library believes the addresses and lengths that a file states:
 * a damaged one may send it round in circles or through all of the memory. Here every structure is followed from the
 * root and held against the bytes that are there: none lies outside the file, over another one, or is met twice.
 * Only what h5py writes by default is let through: groups in symbol tables and whole datasets of plain numbers.
 * It reads no numbers itself.
 * Source: HDF5 File Format Specification, version 3.0, with superblock 0
 */
import { HebbError, show } from '../core/errors.ts';
import { type Shape, sizeOf } from '../core/shape.ts';
import { datatypeBytes } from './hdf5-datatype.ts';

/** An address that points nowhere. */
const nowhere = 0xffff_ffff_ffff_ffffn;
/** Groups within groups. */
const mostDepth = 48;
const mostRank = 16;
/** Bytes of a name. */
const mostName = 4096;
/** Messages of object headers by their numbers; those that are not here are not let through. */
const messages = {
  0: 'nothing',
  1: 'dataspace',
  3: 'datatype',
  5: 'fillValue',
  8: 'layout',
  12: 'attribute',
  16: 'continuation',
  17: 'symbolTable',
  18: 'time',
} as const;
type Message = (typeof messages)[keyof typeof messages];

/** The shape of every dataset, by its path. */
export type Hdf5Contents = ReadonlyMap<string, Shape>;

/**
 * Follow every structure of a file.
 *
 * @throws HebbError `CORRUPT_FILE` for a file that is damaged; `UNSUPPORTED` for one that is written otherwise than
 * h5py does by default, with the reason
 */
export function checkHdf5(bytes: Uint8Array): Hdf5Contents {
  return new Walk(bytes).contents();
}

class Walk {
  readonly #view: DataView;
  readonly #length: number;
  /** Where structures lie. */
  readonly #taken: { readonly start: number; readonly end: number; readonly what: string }[] = [];
  readonly #starts = new Set<number>();
  readonly #shapes = new Map<string, Shape>();
  #leafSize = 0;
  #nodeSize = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#length = bytes.length;
  }

  contents(): Hdf5Contents {
    this.#superblock();
    const taken = this.#taken.sort((a, b) => a.start - b.start);
    for (const [i, { start, what }] of taken.entries()) {
      if (i > 0 && start < taken[i - 1].end) throw corrupt(`${what} lies over ${taken[i - 1].what}`);
    }
    return this.#shapes;
  }

  #superblock(): void {
    this.#take(0, 96, 'the head of the file');
    const magic = [this.#u32(0), this.#u32(4)];
    if (magic[0] !== 0x46444889 || magic[1] !== 0x0a1a0a0d) throw corrupt('it does not begin as HDF5 does');
    const version = this.#u8(8);
    if (version >= 1 && version <= 3) {
      throw unsupported(
        `a head of version ${version}, where h5py writes 0; h5repack --low=0 makes it one of those`,
      );
    }
    for (const at of [8, 9, 10, 11, 12, 15]) if (this.#u8(at) !== 0) throw corrupt('its head is damaged');
    if (this.#u8(13) !== 8 || this.#u8(14) !== 8)
      throw unsupported('addresses of another width than 8 bytes');
    const [leaf, inner] = [this.#u16(16), this.#u16(18)];
    if (leaf < 1 || inner < 1 || this.#u32(20) !== 0) throw corrupt('its head is damaged');
    this.#leafSize = 8 + 2 * leaf * 40;
    this.#nodeSize = 24 + (2 * inner + 1) * 8 + 2 * inner * 8;
    if (this.#word(24) !== 0n || this.#word(32) !== nowhere || this.#word(48) !== nowhere) {
      throw unsupported('free space, a driver, or something before the file');
    }
    const end = this.#size(40);
    if (end > this.#length) throw corrupt(`it should have ${end} bytes, but has ${this.#length}`);
    this.#entry(56, '', 0);
  }

  /** An entry of a symbol table: where an object is, and for groups a copy of where its members are. */
  #entry(at: number, path: string, depth: number): void {
    const cached = this.#u32(at + 16);
    if (cached === 2) throw unsupported(`a soft link, ${show(path)}`);
    const header = this.#size(at + 8);
    const group = this.#object(header, path, depth);
    const isRight =
      cached === 0 ||
      (cached === 1 && group?.tree === this.#size(at + 24) && group.heap === this.#size(at + 32));
    if (!isRight) throw corrupt(`the entry of ${show(path)} does not fit`);
  }

  /** A group, whose members are followed, or a dataset. */
  #object(at: number, path: string, depth: number): { tree: number; heap: number } | undefined {
    if (depth > mostDepth) throw corrupt(`its groups lie deeper than ${mostDepth} levels`);
    const found = this.#header(at, path);
    const table = found.get('symbolTable');
    if (table !== undefined) {
      for (const kind of ['dataspace', 'datatype', 'layout', 'fillValue'] as const) {
        if (found.has(kind)) throw corrupt(`${show(path)} is both a group and a dataset`);
      }
      if (table.size < 16) throw corrupt(`the table of ${show(path)} is too short`);
      const group = { tree: this.#size(table.at), heap: this.#size(table.at + 8) };
      const names = this.#heap(group.heap);
      const seen = new Set<string>();
      const level = this.#u8(group.tree + 5);
      this.#node(group.tree, level, [nowhere, nowhere], names, (entry) => {
        const name = names(this.#size(entry));
        if (name === '' || name === '.' || name.includes('/') || seen.has(name)) {
          throw corrupt(`a member of ${show(path)} is called ${show(name)}`);
        }
        seen.add(name);
        this.#entry(entry, path === '' ? name : `${path}/${name}`, depth + 1);
      });
      return group;
    }
    this.#dataset(found, path);
    return undefined;
  }

  /** The messages of an object header, each kind but attributes once. */
  #header(start: number, path: string): Map<Message, { at: number; size: number }> {
    const what = `the header of ${show(path)}`;
    const first = this.#u32(start + 8);
    if (this.#u8(start) !== 1) throw unsupported(`${what} of version ${this.#u8(start)}`);
    this.#take(start, 16 + first, what);
    const count = this.#u16(start + 2);
    const blocks = [{ at: start + 16, end: start + 16 + first }];
    const found = new Map<Message, { at: number; size: number }>();
    let seen = 0;
    for (const { at: begin, end } of blocks) {
      for (let at = begin; at + 8 <= end; ) {
        const [kind, size, flags] = [this.#u16(at), this.#u16(at + 2), this.#u8(at + 4)];
        const message = messages[kind as keyof typeof messages];
        if (++seen > count || size % 8 !== 0 || at + 8 + size > end) throw corrupt(`${what} is damaged`);
        if (message === undefined) throw unsupported(`${what} with a message of kind ${kind}`);
        if ((flags & ~5) !== 0) throw unsupported(`${what} with a shared message`);
        if (message === 'continuation') {
          if (size < 16) throw corrupt(`${what} is damaged`);
          const [next, length] = [this.#size(at + 8), this.#size(at + 16)];
          this.#take(next, length, what);
          blocks.push({ at: next, end: next + length });
        } else if (message === 'time' && size < 8) throw corrupt(`${what} is damaged`);
        else if (message !== 'nothing' && message !== 'attribute') {
          if (found.has(message)) throw corrupt(`${what} has two messages of kind ${kind}`);
          found.set(message, { at: at + 8, size });
        }
        at += 8 + size;
      }
    }
    if (seen !== count) throw corrupt(`${what} lacks messages`);
    return found;
  }

  /** A node of a tree of symbols, and all below it. */
  #node(
    at: number,
    level: number,
    [left, right]: readonly [bigint, bigint],
    names: (offset: number) => string,
    visit: (entry: number) => void,
  ): void {
    this.#take(at, this.#nodeSize, 'a node of a group');
    const used = this.#u16(at + 6);
    const isWhole =
      this.#u32(at) === 0x45455254 &&
      this.#u8(at + 4) === 0 &&
      this.#u8(at + 5) === level &&
      24 + used * 16 + 8 <= this.#nodeSize &&
      this.#word(at + 8) === left &&
      this.#word(at + 16) === right;
    if (!isWhole) throw corrupt('a node of a group is damaged');
    for (let i = 0; i <= used; i++) if (used > 0) names(this.#size(at + 24 + 16 * i));
    const child = (i: number): bigint => this.#word(at + 32 + 16 * i);
    for (let i = 0; i < used; i++) {
      const address = this.#size(at + 32 + 16 * i);
      if (level === 0) this.#leaf(address, visit);
      else {
        const beside = [i === 0 ? undefined : child(i - 1), i === used - 1 ? undefined : child(i + 1)];
        const [before, after] = beside.map((one, k) => one ?? this.#word(address + 8 + 8 * k));
        // Where a parent ends, the neighbour belongs to the next parent; it must at least be a place in the file.
        for (const one of [before, after])
          if (one !== nowhere && one >= BigInt(this.#length)) throw corrupt('a node of a group is damaged');
        this.#node(address, level - 1, [before, after], names, visit);
      }
    }
  }

  /** A leaf of such a tree: entries side by side. */
  #leaf(at: number, visit: (entry: number) => void): void {
    this.#take(at, this.#leafSize, 'the members of a group');
    const count = this.#u16(at + 6);
    if (this.#u32(at) !== 0x444f4e53 || this.#u8(at + 4) !== 1 || 8 + count * 40 > this.#leafSize) {
      throw corrupt('the members of a group are damaged');
    }
    for (let i = 0; i < count; i++) visit(at + 8 + 40 * i);
  }

  /** A heap of names; gives what reads one of them. */
  #heap(at: number): (offset: number) => string {
    this.#take(at, 32, 'the names of a group');
    if (this.#u32(at) !== 0x50414548 || this.#u32(at + 4) !== 0)
      throw corrupt('the names of a group are damaged');
    const [size, start] = [this.#size(at + 8), this.#size(at + 24)];
    this.#take(start, size, 'the names of a group');
    this.#freeList(this.#word(at + 16), start, size);
    const text = new TextDecoder();
    return (offset) => {
      const last = Math.min(size, offset + mostName);
      let end = offset;
      while (end < last && this.#u8(start + end) !== 0) end++;
      if (end >= last) throw corrupt('a name has no end');
      const { buffer, byteOffset } = this.#view;
      return text.decode(new Uint8Array(buffer, byteOffset + start + offset, end - offset));
    };
  }

  /** The free places of a heap, each of which says where the next one is; 1 ends the list. */
  #freeList(first: bigint, start: number, size: number): void {
    let at = first;
    for (let left = size / 16; at !== 1n && at !== nowhere; left--) {
      if (left < 1 || at + 16n > BigInt(size)) throw corrupt('the free places of a heap are damaged');
      const place = start + Number(at);
      if (this.#word(place + 8) > BigInt(size) - at) throw corrupt('the free places of a heap are damaged');
      at = this.#word(place);
    }
  }

  /** A dataset whose numbers lie in one piece, exactly as many as its shape says. */
  #dataset(found: ReadonlyMap<Message, { at: number; size: number }>, path: string): void {
    const what = `the dataset ${show(path)}`;
    const [space, type, layout] = (['dataspace', 'datatype', 'layout'] as const).map((kind) => {
      const message = found.get(kind);
      if (message === undefined) throw corrupt(`${what} has no ${kind}`);
      return message;
    });
    const shape = this.#shape(space, what);
    const width = datatypeBytes((i) => this.#u8(type.at + i), type.size);
    if (width === undefined) throw unsupported(`${what}, whose elements are no plain numbers`);
    const fill = found.get('fillValue');
    if (fill !== undefined) this.#fillValue(fill, width, what);
    const [version, kind] = [this.#u8(layout.at), this.#u8(layout.at + 1)];
    if (version !== 3) throw unsupported(`${what} with a layout of version ${version}`);
    if (kind !== 1) throw unsupported(`${what}, which does not lie in one piece (chunked or compact)`);
    if (layout.size < 18) throw corrupt(`${what} is damaged`);
    const length = this.#size(layout.at + 10);
    if (sizeOf(shape) * width !== length)
      throw corrupt(`${what} has ${length} bytes, which do not fill its shape`);
    const isEmpty = length === 0 && this.#word(layout.at + 2) === nowhere;
    if (!isEmpty) this.#take(this.#size(layout.at + 2), length, what);
    this.#shapes.set(path, shape);
  }

  #shape({ at, size }: { at: number; size: number }, what: string): Shape {
    const [version, rank, flags] = [this.#u8(at), this.#u8(at + 1), this.#u8(at + 2)];
    const start = version === 1 ? 8 : 4;
    const isWhole = (version === 1 || version === 2) && rank <= mostRank && flags <= 1;
    if (!isWhole || start + rank * 8 * (1 + flags) > size) throw corrupt(`the shape of ${what} is damaged`);
    const isSimple = version === 1 || this.#u8(at + 3) === (rank === 0 ? 0 : 1);
    if (!isSimple) throw unsupported(`${what} without a shape`);
    const shape = Array.from({ length: rank }, (_, i) => this.#size(at + start + 8 * i));
    for (const [i, length] of shape.entries()) {
      if (flags === 1 && this.#word(at + start + 8 * (rank + i)) < BigInt(length)) {
        throw corrupt(`the shape of ${what} is damaged`);
      }
    }
    return shape;
  }

  #fillValue({ at, size }: { at: number; size: number }, width: number, what: string): void {
    const [version, isDefined] = [this.#u8(at), this.#u8(at + 3)];
    if (version !== 1 && version !== 2) throw unsupported(`${what} with a fill value of version ${version}`);
    const length = size >= 8 && (version === 1 || isDefined === 1) ? this.#u32(at + 4) : 0;
    const isFree = length === 0 || (length === width && 8 + length <= size);
    if (size < 4 || !isFree) throw corrupt(`the fill value of ${what} is damaged`);
  }

  #take(start: number, length: number, what: string): void {
    if (start + length > this.#length) {
      throw corrupt(`${what} should lie at bytes ${start} to ${start + length} of ${this.#length}`);
    }
    if (length === 0) return;
    if (this.#starts.has(start)) throw corrupt(`${what} is met twice`);
    this.#starts.add(start);
    this.#taken.push({ start, end: start + length, what });
  }

  #u8(at: number): number {
    this.#within(at, 1);
    return this.#view.getUint8(at);
  }

  #u16(at: number): number {
    this.#within(at, 2);
    return this.#view.getUint16(at, true);
  }

  #u32(at: number): number {
    this.#within(at, 4);
    return this.#view.getUint32(at, true);
  }

  #word(at: number): bigint {
    this.#within(at, 8);
    return this.#view.getBigUint64(at, true);
  }

  /** A length or an address, which cannot be larger than the file. */
  #size(at: number): number {
    const value = this.#word(at);
    if (value > BigInt(this.#length)) throw corrupt(`it speaks of byte ${value}, but has ${this.#length}`);
    return Number(value);
  }

  #within(at: number, length: number): void {
    if (at + length > this.#length)
      throw corrupt(`it ends at byte ${this.#length}, before byte ${at + length}`);
  }
}

function corrupt(what: string): HebbError {
  return new HebbError('CORRUPT_FILE', `This is no whole HDF5 file: ${what}.`);
}

function unsupported(what: string): HebbError {
  return new HebbError('UNSUPPORTED', `The HDF5 file has ${what}; Hebb reads what h5py writes by default.`);
}
