/** Where the units of a small network stand, and where the numbers on its lines. Pure geometry. */

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface Placed<L> {
  readonly link: L;
  readonly from: Spot;
  readonly to: Spot;
  readonly text: Spot;
}

const WIDTH = 480;
const EDGE = 48;
const ROW = 124;

export function placeUnits(columns: readonly (readonly string[])[]): {
  readonly width: number;
  readonly height: number;
  readonly spots: ReadonlyMap<string, Spot>;
} {
  const rows = Math.max(...columns.map(({ length }) => length));
  const height = rows * ROW;
  const apart = (WIDTH - 2 * EDGE) / Math.max(1, columns.length - 1);
  const spots = columns.flatMap((names, column) =>
    names.map((name, i): readonly [string, Spot] => [
      name,
      { x: EDGE + column * apart, y: height / 2 + (i - (names.length - 1) / 2) * ROW },
    ]),
  );
  return { width: WIDTH, height, spots: new Map(spots) };
}

/**
 * Numbers stand at different places of lines that end in the same unit, so that they don't cover each other where
 * lines cross.
 */
export function placeLinks<L extends { readonly from: string; readonly to: string }>(
  links: readonly L[],
  spots: ReadonlyMap<string, Spot>,
): readonly Placed<L>[] {
  const targets = new Map<number, string[]>();
  for (const { to } of links) {
    const { x } = spots.get(to) as Spot;
    const seen = targets.get(x) ?? [];
    if (!seen.includes(to)) targets.set(x, [...seen, to]);
  }
  return links.map((link) => {
    const [from, to] = [spots.get(link.from) as Spot, spots.get(link.to) as Spot];
    const kin = targets.get(to.x) as string[];
    const share = kin.length === 1 ? 0.5 : 0.3 + 0.38 * (kin.indexOf(link.to) / (kin.length - 1));
    const text = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
    return { link, from, to, text };
  });
}
