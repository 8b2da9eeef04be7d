/**
 * Damaged copies of whole files: bits flipped, bytes overwritten, cut out, doubled and cut off, pieces of other
 * files put in; and of JSON texts: values exchanged, left out and made absurd. The same seed gives the same copies.
 */
import type { Json } from '../../src/core/model-state.ts';
import { RandomState } from '../../src/random/random-state.ts';

/** Bytes that mean something in one of the formats. */
const telling = Array.from('\0\t\n\r "\'%,.0159;?@NPTZ[\\]{}\x7f\x80\xbb\xbf\xef\xfe\xff', (char) =>
  char.charCodeAt(0),
);
/** 32-bit numbers that make sizes absurd. */
const sizes = [0, 1, 0x7f, 0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

function join(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** An endless row of damaged copies. */
export function* mutants(files: readonly Uint8Array[], seed: number): Generator<Uint8Array<ArrayBuffer>> {
  const random = new RandomState(seed);
  const below = (count: number): number => random.randint(0, Math.max(1, count));
  const pick = <T>(list: readonly T[]): T => list[below(list.length)];
  const spot = (bytes: Uint8Array): [number, number] => {
    const start = below(bytes.length + 1);
    return [start, Math.min(bytes.length, start + below(below(4) === 0 ? bytes.length : 16))];
  };
  const changes: readonly ((bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>)[] = [
    (bytes) => bytes.with(below(bytes.length), below(256)),
    (bytes) => bytes.with(below(bytes.length), pick(telling)),
    (bytes) => {
      const at = below(bytes.length);
      return bytes.with(at, bytes[at] ^ (1 << below(8)));
    },
    (bytes) => {
      const [start, end] = spot(bytes);
      return join(bytes.subarray(0, start), bytes.subarray(end));
    },
    (bytes) => {
      const [start, end] = spot(bytes);
      return join(bytes.subarray(0, end), bytes.subarray(start));
    },
    (bytes) => {
      const [start] = spot(bytes);
      return join(bytes.subarray(0, start), [pick(telling)], bytes.subarray(start));
    },
    (bytes) => {
      const [start] = spot(bytes);
      const other = pick(files);
      const [from, to] = spot(other);
      return join(bytes.subarray(0, start), other.subarray(from, to), bytes.subarray(start));
    },
    (bytes) => {
      const copy = bytes.slice();
      const at = below(bytes.length - 3);
      if (copy.length >= 4) new DataView(copy.buffer).setUint32(at, pick(sizes), below(2) === 0);
      return copy;
    },
    (bytes) => bytes.slice(0, below(bytes.length + 1)),
  ];
  while (true) {
    let bytes: Uint8Array<ArrayBuffer> = Uint8Array.from(pick(files));
    for (let count = pick([1, 1, 2, 4]); count > 0 && bytes.length > 0; count--) bytes = pick(changes)(bytes);
    yield bytes;
  }
}

/** Values that are no good in most places. */
const absurd: readonly Json[] = [
  null,
  true,
  -1,
  0,
  0.5,
  1e308,
  2 ** 53,
  '',
  'a',
  '__proto__',
  [],
  [[]],
  {},
  { a: 1 },
];

/** An endless row of damaged copies of JSON texts, which are JSON still. */
export function* jsonMutants(files: readonly Uint8Array[], seed: number): Generator<Uint8Array<ArrayBuffer>> {
  const random = new RandomState(seed);
  const pick = <T>(list: readonly T[]): T => list[random.randint(0, list.length)];
  const texts = files.map((bytes) => new TextDecoder().decode(bytes));
  while (true) {
    const root: Json = JSON.parse(pick(texts));
    for (let count = pick([1, 1, 2]); count > 0; count--) {
      const members = membersOf(root);
      if (members.length === 0) break;
      const [parent, key] = pick(members);
      const way = random.randint(0, 4);
      if (way === 0) delete parent[key];
      else
        parent[key] = structuredClone(
          way === 1 ? pick(members.map(([from, name]) => from[name])) : pick(absurd),
        );
    }
    yield new TextEncoder().encode(JSON.stringify(root));
  }
}

type Member = [parent: Record<string, Json>, key: string];

/** All objects and lists within a value, with each key they have. */
function membersOf(value: Json, members: Member[] = []): Member[] {
  if (typeof value !== 'object' || value === null) return members;
  const parent = value as Record<string, Json>;
  for (const key of Object.keys(parent)) {
    members.push([parent, key]);
    membersOf(parent[key], members);
  }
  return members;
}
