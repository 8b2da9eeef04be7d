/** Where units stand and links run, from the size of the stage. Pure geometry. */
import { type FeatureName, featureNames, type HiddenLayer } from './settings.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Pixels along the side of a unit's picture. */
  readonly node: number;
  /** Middles of the columns: features, hidden layers, output. */
  readonly columns: readonly number[];
  readonly features: readonly { readonly name: FeatureName; readonly isOn: boolean; readonly at: Place }[];
  readonly hidden: readonly (readonly Place[])[];
  readonly output: Place;
}

/** A line from a unit to one of the next layer. */
export interface Link {
  readonly layer: number;
  readonly from: number;
  readonly to: number;
  readonly start: Place;
  readonly end: Place;
}

const HEAD = 56;

export function layOut(width: number, layers: readonly HiddenLayer[], on: readonly FeatureName[]): Layout {
  const most = Math.max(featureNames.length, ...layers.map(({ units }) => units));
  const count = layers.length + 2;
  const room = width / count;
  const node = Math.max(14, Math.min(40, Math.floor(room * 0.55), Math.floor(520 / most)));
  const pitch = node + Math.max(4, Math.round(node * 0.3));
  const columns = Array.from({ length: count }, (_, k) => {
    const share = k / (count - 1);
    return node / 2 + 2 + share * (width - node - 4);
  });
  const height = HEAD + most * pitch;
  const down = (i: number): number => HEAD + i * pitch + node / 2;
  return {
    width,
    height,
    node,
    columns,
    features: featureNames.map((name, i) => ({
      name,
      isOn: on.includes(name),
      at: { x: columns[0], y: down(i) },
    })),
    hidden: layers.map(({ units }, k) =>
      Array.from({ length: units }, (_, i) => ({ x: columns[k + 1], y: down(i) })),
    ),
    output: { x: columns[count - 1], y: HEAD + (Math.min(most, 7) * pitch) / 2 },
  };
}

export function linksOf({ features, hidden, output, node }: Layout): Link[] {
  const stages = [features.filter(({ isOn }) => isOn).map(({ at }) => at), ...hidden, [output]];
  const links: Link[] = [];
  for (let layer = 0; layer + 1 < stages.length; layer++) {
    for (const [from, a] of stages[layer].entries()) {
      for (const [to, b] of stages[layer + 1].entries()) {
        const start = { x: a.x + node / 2, y: a.y };
        links.push({ layer, from, to, start, end: { x: b.x - node / 2, y: b.y } });
      }
    }
  }
  return links;
}

/** A point on a link's curve, `share` of the way. */
function pointOn({ start, end }: Link, share: number): Place {
  const middle = (start.x + end.x) / 2;
  const back = 1 - share;
  const x =
    back ** 3 * start.x +
    3 * back * back * share * middle +
    3 * back * share * share * middle +
    share ** 3 * end.x;
  const y = (back ** 3 + 3 * back * back * share) * start.y + (3 * back * share * share + share ** 3) * end.y;
  return { x, y };
}

/** The link nearest to a point, no further than `reach` pixels. */
export function linkNear(links: readonly Link[], { x, y }: Place, reach = 6): Link | undefined {
  let best: Link | undefined;
  let least = reach;
  for (const link of links) {
    const { start, end } = link;
    if (x < start.x - reach || x > end.x + reach) continue;
    for (let i = 0; i <= 24; i++) {
      const at = pointOn(link, i / 24);
      const distance = Math.hypot(at.x - x, at.y - y);
      if (distance < least) {
        least = distance;
        best = link;
      }
    }
  }
  return best;
}
