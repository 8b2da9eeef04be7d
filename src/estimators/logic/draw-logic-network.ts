/**
 * The picture of a logic network, as SVG text: columns of circles from the inputs on the left to the output on the
 * right. It knows what a network is made of and which signals are active, and nothing of how they came to be.
 */
import { alwaysActive, type Connection, type Neuron } from './neuron.ts';

/** What is drawn. */
interface Drawable {
  readonly variables: readonly string[];
  readonly layers: readonly (readonly Neuron[])[];
  readonly output: Neuron;
  readonly formula: string | undefined;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const radius = 20;
const columnWidth = 150;
const rowHeight = 84;
/** More connections than this between two circles are drawn as one, with their number. */
const mostLines = 4;

/** Every rule names the picture's class, so that nothing else of a page changes. */
const style = [
  ' text{font:14px system-ui,sans-serif;text-anchor:middle;fill:#222}',
  ' .small{font-size:12px;fill:#555}',
  ' circle{fill:#fff;stroke:#222;stroke-width:1.5}',
  ' path{fill:none;stroke:#222;stroke-width:1.5}',
  ' .inhibitory{stroke:#b3261e}',
  ' path.inhibitory{stroke-dasharray:5 4}',
  ' .active circle{fill:#ffd54d}',
  ' path.active{stroke-width:3}',
]
  .map((rule) => `.hebb-logic${rule}`)
  .join('');

/**
 * @param active names of what is active, or undefined when nothing stands out
 */
export function drawLogicNetwork(network: Drawable, active?: ReadonlySet<string>): string {
  const { variables, layers, output, formula } = network;
  const neurons = layers.flat();
  const usesTrue = neurons.some(({ connections }) => connections.some(({ from }) => from === alwaysActive));
  const columns = [
    [...(usesTrue ? [alwaysActive] : []), ...variables],
    ...layers.map((layer) => layer.map(({ name }) => name)),
  ];
  const tallest = Math.max(...columns.map(({ length }) => length));
  const width = columns.length * columnWidth;
  const height = tallest * rowHeight + 40;
  const places = new Map<string, Point>();
  for (const [column, names] of columns.entries()) {
    const top = (height - (names.length - 1) * rowHeight) / 2;
    for (const [row, name] of names.entries()) {
      places.set(name, { x: (column + 0.5) * columnWidth, y: top + row * rowHeight });
    }
  }
  const place = (name: string): Point => places.get(name) as Point;
  const lines = neurons.flatMap(({ name, connections }) =>
    connections.map((connection) => drawConnection(connection, place(connection.from), place(name), active)),
  );
  const sources = columns[0].map((name) => drawCircle(name, '', name, place(name), active));
  const circles = neurons.map((neuron) => {
    const below = neuron === output ? (formula ?? neuron.computes ?? neuron.name) : neuron.computes;
    const label = below === undefined || below.length > 22 ? neuron.name : below;
    return drawCircle(
      `≥${neuron.threshold}`,
      label,
      titleOf(neuron),
      place(neuron.name),
      active,
      neuron.name,
    );
  });
  const description = escaped(`Logic network${formula === undefined ? '' : ` of ${formula}`}`);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
    `class="hebb-logic" role="img" aria-label="${description}"><title>${description}</title><style>${style}</style>` +
    '<defs><marker id="hebb-logic-arrow" viewBox="0 0 10 10" refX="9" refY="5" markerUnits="userSpaceOnUse" markerWidth="11" markerHeight="11" orient="auto">' +
    '<polygon points="0 0 10 5 0 10" fill="#222"/></marker></defs>' +
    `${lines.join('')}${sources.join('')}${circles.join('')}</svg>`
  );
}

function titleOf({ name, computes, threshold }: Neuron): string {
  const meaning = computes === undefined ? '' : ` = ${computes}`;
  return `${name}${meaning}; active when at least ${threshold} excitatory connections are, and no inhibitory one`;
}

function drawCircle(
  inside: string,
  below: string,
  title: string,
  { x, y }: Point,
  active: ReadonlySet<string> | undefined,
  name: string = inside,
): string {
  const caption =
    below === '' ? '' : `<text class="small" x="${x}" y="${y + radius + 15}">${escaped(below)}</text>`;
  return (
    `<g${active?.has(name) === true ? ' class="active"' : ''}><title>${escaped(title)}</title>` +
    `<circle cx="${x}" cy="${y}" r="${radius}"/><text x="${x}" y="${y + 5}">${escaped(inside)}</text>${caption}</g>`
  );
}

/** As many lines side by side as there are connections. */
function drawConnection(
  { from, kind, count }: Connection,
  start: Point,
  end: Point,
  active: ReadonlySet<string> | undefined,
): string {
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  const along = { x: (end.x - start.x) / length, y: (end.y - start.y) / length };
  const classes = [
    ...(kind === 'inhibitory' ? [kind] : []),
    ...(active?.has(from) === true ? ['active'] : []),
  ];
  const attributes =
    (classes.length === 0 ? '' : ` class="${classes.join(' ')}"`) +
    (kind === 'excitatory' ? ' marker-end="url(#hebb-logic-arrow)"' : '');
  // What skips a layer bends outwards, so that it passes the circles between.
  const outwards = start.y < end.y ? -1 : 1;
  const bend = end.x - start.x > 1.5 * columnWidth ? outwards * 0.75 * rowHeight : 0;
  const lines = count > mostLines ? 1 : count;
  const gap = kind === 'inhibitory' ? 6 : 2;
  const drawn = Array.from({ length: lines }, (_, i) => {
    const aside = (i - (lines - 1) / 2) * 9;
    const move = { x: -along.y * aside, y: along.x * aside };
    const reach = Math.sqrt(radius ** 2 - aside ** 2);
    const at = (point: Point, distance: number): string =>
      `${round(point.x + move.x + along.x * distance)} ${round(point.y + move.y + along.y * distance)}`;
    const middle = `${round((start.x + end.x) / 2)} ${round((start.y + end.y) / 2 + bend)}`;
    const way = bend === 0 ? 'L' : `Q${middle} `;
    return `<path d="M${at(start, reach)}${way}${at(end, -reach - gap)}"${attributes}/>`;
  });
  const [x, y] = [end.x - along.x * (radius + 4), end.y - along.y * (radius + 4)].map(round);
  const roundEnd = kind === 'inhibitory' ? `<circle class="inhibitory" cx="${x}" cy="${y}" r="4"/>` : '';
  const number =
    count > mostLines
      ? `<text class="small" x="${round((start.x + end.x) / 2)}" y="${round((start.y + end.y) / 2 - 6)}">×${count}</text>`
      : '';
  return drawn.join('') + roundEnd + number;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return text.replace(/[&<>"]/g, (character) => entities[character]);
}
