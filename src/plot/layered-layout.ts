/**
 * Places the boxes of a directed graph in ranks, so that arrows point from one rank to later ones, cross seldom and
 * bend little: ranks by longest paths, order within ranks by the means of neighbours (Sugiyama, Tagawa and Toda
 * 1981), places by least squares. It knows nothing of what is in a box or how it is drawn.
 */

/** A box; ranks follow each other downwards. */
export interface LayoutBox {
  readonly width: number;
  readonly height: number;
}

/** An arrow between boxes, by their numbers. */
export interface LayoutArrow {
  readonly from: number;
  readonly to: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Centers of the boxes. */
  readonly boxes: readonly { readonly x: number; readonly y: number }[];
  /** For each arrow the points that it passes, from the lower edge of one box to the upper edge of the other. */
  readonly arrows: readonly (readonly (readonly [x: number, y: number])[])[];
}

/** Room between boxes of a rank, and between ranks. */
export interface LayoutGaps {
  readonly beside: number;
  readonly between: number;
}

/** A box, or a point where a long arrow passes a rank. */
interface Item {
  readonly width: number;
  readonly before: number[];
  readonly after: number[];
  x: number;
}

/** Where an item stands in its row. */
interface Spot {
  readonly row: readonly number[];
  readonly at: number;
}

const SWEEPS = 12;
const ROUNDS = 120;
/** Room that an arrow takes in passing. */
const LANE = 12;

export function layeredLayout(
  boxes: readonly LayoutBox[],
  arrows: readonly LayoutArrow[],
  { beside, between }: LayoutGaps,
): Layout {
  if (boxes.length === 0) return { width: 0, height: 0, boxes: [], arrows: [] };
  const ranks = ranksOf(boxes.length, arrows);
  const items: Item[] = boxes.map(({ width }) => ({ width, before: [], after: [], x: 0 }));
  const rows: number[][] = Array.from({ length: Math.max(...ranks) + 1 }, () => []);
  for (const [i, rank] of ranks.entries()) rows[rank].push(i);
  const paths = arrows.map(({ from, to }) => {
    const path = [from];
    for (let rank = ranks[from] + 1; rank < ranks[to]; rank++) {
      rows[rank].push(items.length);
      path.push(items.length);
      items.push({ width: LANE, before: [], after: [], x: 0 });
    }
    path.push(to);
    for (let k = 1; k < path.length; k++) {
      items[path[k - 1]].after.push(path[k]);
      items[path[k]].before.push(path[k - 1]);
    }
    return path;
  });
  order(rows, items);
  place(rows, items, beside);

  const heights = rows.map((row) => Math.max(0, ...row.map((i) => boxes[i]?.height ?? 0)));
  const tops: number[] = [];
  let y = 0;
  for (const height of heights) {
    tops.push(y);
    y += height + between;
  }
  const left = Math.min(...items.map(({ x, width }) => x - width / 2));
  const right = Math.max(...items.map(({ x, width }) => x + width / 2));
  const rankOf = new Map(rows.flatMap((row, rank) => row.map((i) => [i, rank] as const)));
  const centers = boxes.map((_, i) => ({
    x: items[i].x - left,
    y: tops[ranks[i]] + heights[ranks[i]] / 2,
  }));
  const drawn = paths.map((path): [number, number][] => {
    const [from, to] = [path[0], path[path.length - 1]];
    const lanes = path.slice(1, -1).flatMap((i): [number, number][] => {
      const rank = rankOf.get(i) ?? 0;
      const x = items[i].x - left;
      return [
        [x, tops[rank]],
        [x, tops[rank] + heights[rank]],
      ];
    });
    return [
      [centers[from].x, centers[from].y + boxes[from].height / 2],
      ...lanes,
      [centers[to].x, centers[to].y - boxes[to].height / 2],
    ];
  });
  spreadEnds(drawn, arrows, boxes);
  return { width: right - left, height: y - between, boxes: centers, arrows: drawn };
}

/** Lets arrows that end at the same box end beside each other. */
function spreadEnds(
  drawn: [x: number, y: number][][],
  arrows: readonly LayoutArrow[],
  boxes: readonly LayoutBox[],
): void {
  for (const [i, { width }] of boxes.entries()) {
    const ending = drawn
      .filter((_, k) => arrows[k].to === i)
      .sort((a, b) => (a.at(-2)?.[0] ?? 0) - (b.at(-2)?.[0] ?? 0));
    const step = Math.min(20, (width * 0.7) / Math.max(ending.length, 1));
    for (const [k, points] of ending.entries()) {
      points[points.length - 1][0] += (k - (ending.length - 1) / 2) * step;
    }
  }
}

/** How far from a beginning each box is at most; beginnings stand right before what they lead to. */
function ranksOf(count: number, arrows: readonly LayoutArrow[]): number[] {
  const before: number[][] = Array.from({ length: count }, () => []);
  const after: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of arrows) {
    before[to].push(from);
    after[from].push(to);
  }
  const ranks = Array<number>(count).fill(-1);
  const open = new Set<number>();
  const visit = (i: number): number => {
    // A box that leads back to itself: the arrow that closes the circle does not count.
    if (open.has(i)) return -1;
    if (ranks[i] >= 0) return ranks[i];
    open.add(i);
    const rank = Math.max(-1, ...before[i].map(visit)) + 1;
    open.delete(i);
    ranks[i] = rank;
    return rank;
  };
  for (let i = 0; i < count; i++) visit(i);
  for (let i = 0; i < count; i++) {
    if (before[i].length > 0 || after[i].length === 0) continue;
    ranks[i] = Math.max(0, Math.min(...after[i].map((j) => ranks[j])) - 1);
  }
  return ranks;
}

/** Orders each row by the means of its neighbours' places, and keeps the order with the fewest crossings. */
function order(rows: number[][], items: readonly Item[]): void {
  let best = rows.map((row) => [...row]);
  let fewest = crossings(best, items);
  const now = best.map((row) => [...row]);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    const isDown = sweep % 2 === 0;
    const ranks = now.map((_, rank) => (isDown ? rank : now.length - 1 - rank));
    for (const rank of ranks) {
      const place = placesIn(isDown ? now[rank - 1] : now[rank + 1]);
      const mean = (i: number, fallback: number): number => {
        const known = (isDown ? items[i].before : items[i].after).flatMap((j) => place.get(j) ?? []);
        return known.length === 0 ? fallback : known.reduce((sum, value) => sum + value, 0) / known.length;
      };
      const keys = new Map(now[rank].map((i, at) => [i, mean(i, at)]));
      now[rank].sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
    }
    const count = crossings(now, items);
    if (count >= fewest) continue;
    fewest = count;
    best = now.map((row) => [...row]);
  }
  for (const [rank, row] of best.entries()) rows[rank] = row;
}

function placesIn(row: readonly number[] = []): Map<number, number> {
  return new Map(row.map((i, at) => [i, at]));
}

function crossings(rows: readonly (readonly number[])[], items: readonly Item[]): number {
  let count = 0;
  for (let rank = 1; rank < rows.length; rank++) {
    const [above, below] = [placesIn(rows[rank - 1]), placesIn(rows[rank])];
    const pairs = rows[rank - 1].flatMap((i) =>
      items[i].after.flatMap((j) => {
        const [a, b] = [above.get(i), below.get(j)];
        return a === undefined || b === undefined ? [] : [[a, b] as const];
      }),
    );
    for (const [k, [a, b]] of pairs.entries()) {
      for (const [c, d] of pairs.slice(k + 1)) if ((a - c) * (b - d) < 0) count++;
    }
  }
  return count;
}

/** Moves items towards the means of their neighbours, each row in its order and with room between. */
function place(rows: readonly (readonly number[])[], items: readonly Item[], beside: number): void {
  for (const row of rows) {
    let x = 0;
    for (const i of row) {
      items[i].x = x + items[i].width / 2;
      x += items[i].width + beside;
    }
  }
  const chains = chainsOf(items);
  const spots: Spot[] = [];
  for (const row of rows) for (const [at, i] of row.entries()) spots[i] = { row, at };
  for (let round = 0; round < ROUNDS; round++) {
    const isDown = round % 2 === 0;
    // First each row follows the one before it; then all look both ways and settle.
    const isFirst = round < ROUNDS / 3;
    for (const row of isDown ? rows : [...rows].reverse()) {
      const wanted = row.map((i) => wantedPlace(items, i, isFirst ? (isDown ? 'before' : 'after') : 'both'));
      const offsets = [0];
      for (let k = 1; k < row.length; k++) {
        const room = (items[row[k - 1]].width + items[row[k]].width) / 2 + beside;
        offsets.push(offsets[k - 1] + room);
      }
      const fitted = rising(wanted.map(({ x, weight }, k) => ({ x: x - offsets[k], weight })));
      for (const [k, i] of row.entries()) items[i].x = fitted[k] + offsets[k];
    }
    if (!isFirst) for (const chain of chains) straighten(chain, spots, items, beside);
  }
}

/** Items that only feed each other, one after the other: what is drawn straight where there is room. */
function chainsOf(items: readonly Item[]): number[][] {
  const isLink = (i: number, j: number): boolean =>
    items[i].after.length === 1 && items[j].before.length === 1;
  return items.flatMap(({ before }, first) => {
    if (before.length === 1 && isLink(before[0], first)) return [];
    const chain = [first];
    for (let i = first; items[i].after.length === 1 && isLink(i, items[i].after[0]); ) {
      i = items[i].after[0];
      chain.push(i);
    }
    return chain.length > 1 ? [chain] : [];
  });
}

/** Puts a chain below one point, the mean of its places or what is nearest to it, if its neighbours leave room. */
function straighten(
  chain: readonly number[],
  spots: readonly Spot[],
  items: readonly Item[],
  beside: number,
): void {
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const i of chain) {
    const { row, at } = spots[i];
    const room = (j: number): number => (items[i].width + items[j].width) / 2 + beside;
    if (at > 0) low = Math.max(low, items[row[at - 1]].x + room(row[at - 1]));
    if (at < row.length - 1) high = Math.min(high, items[row[at + 1]].x - room(row[at + 1]));
  }
  if (low > high) return;
  const mean = chain.reduce((sum, i) => sum + items[i].x, 0) / chain.length;
  for (const i of chain) items[i].x = Math.min(high, Math.max(low, mean));
}

function wantedPlace(
  items: readonly Item[],
  i: number,
  side: 'before' | 'after' | 'both',
): { x: number; weight: number } {
  const item = items[i];
  const near = [
    ...(side === 'after' ? [] : item.before.map((j) => ({ j, weight: pull(items[j], item) }))),
    ...(side === 'before' ? [] : item.after.map((j) => ({ j, weight: pull(item, items[j]) }))),
  ];
  const weight = near.reduce((sum, one) => sum + one.weight, 0);
  if (weight === 0) return { x: item.x, weight: 1 };
  return { x: near.reduce((sum, one) => sum + one.weight * items[one.j].x, 0) / weight, weight };
}

/** How much it counts that two stand straight below each other: arrows that pass ranks most, then plain chains. */
function pull(from: Item, to: Item): number {
  const isLane = [from, to].map(({ width }) => width === LANE);
  if (isLane[0] && isLane[1]) return 16;
  if (isLane[0] || isLane[1]) return 2;
  return from.after.length === 1 && to.before.length === 1 ? 4 : 1;
}

/** The never falling values that are nearest to given ones by least squares: neighbours that fall become their mean. */
function rising(values: readonly { readonly x: number; readonly weight: number }[]): number[] {
  const blocks: { x: number; weight: number; count: number }[] = [];
  for (const { x, weight } of values) {
    blocks.push({ x, weight, count: 1 });
    while (blocks.length > 1) {
      const [a, b] = blocks.slice(-2);
      if (a.x <= b.x) break;
      const sum = a.weight + b.weight;
      const mean = (a.x * a.weight + b.x * b.weight) / sum;
      blocks.splice(-2, 2, { x: mean, weight: sum, count: a.count + b.count });
    }
  }
  return blocks.flatMap(({ x, count }) => Array<number>(count).fill(x));
}
