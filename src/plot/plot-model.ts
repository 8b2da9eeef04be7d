/**
 * `plotModel`: a model's layers as cards, joined by arrows. Which layers there are and what is written on them
 * says `model-diagram.ts`, where they stand `layered-layout.ts`.
 */
import { boolean, checkOptions, oneOf } from '../core/options.ts';
import { type FigureOptions, figure, figureRules, titleRoom } from './figure.ts';
import { layeredLayout } from './layered-layout.ts';
import { shortened, textWidth } from './legend.ts';
import { filled, stroked } from './look.ts';
import { type CardOptions, type Diagram, diagramOf, type Part, type PlottedLayer } from './model-diagram.ts';
import { coordinate, element, label } from './svg.ts';

export interface PlotModelOptions extends Omit<FigureOptions, 'width' | 'height'> {
  /** Shapes that come in and go out. Default false. */
  readonly showShapes?: boolean;
  /** Element types that come in and go out. Default false. */
  readonly showDtype?: boolean;
  /** Names of layers beside their classes. Default false. */
  readonly showLayerNames?: boolean;
  /** Where the layers go: to the bottom, right, top or left. Default `'TB'`. */
  readonly rankdir?: 'TB' | 'LR' | 'BT' | 'RL';
  /** Draw what is in models inside. Default false. */
  readonly expandNested?: boolean;
  /** Activations of layers. Default false. */
  readonly showLayerActivations?: boolean;
  /** Whether training changes a layer's weights. Default false. */
  readonly showTrainable?: boolean;
}

const rules = {
  title: figureRules.title,
  description: figureRules.description,
  showShapes: boolean,
  showDtype: boolean,
  showLayerNames: boolean,
  rankdir: oneOf('TB', 'LR', 'BT', 'RL'),
  expandNested: boolean,
  showLayerActivations: boolean,
  showTrainable: boolean,
};

const margin = 20;
const lineHeight = 18;
const headHeight = 28;
/** Room around what is inside a model, below its title. */
const padding = 16;
const longest = 60;

/** How places of the layout, in which ranks go down, become places on the page. */
interface Turn {
  /** Do ranks go across? */
  readonly isAcross: boolean;
  /** Do they go up, or to the left? */
  readonly isBack: boolean;
}

interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly body: readonly string[];
}

/**
 * A model's layers and which feeds which, after Keras's `plot_model`. Models without a graph, classes with a `call`
 * of their own, show their layers without arrows.
 *
 * @param model a model of `hebb/nn`
 * @returns an SVG file's text
 * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const x = Input([8]);
 * const deep = new Dense(30, { activation: 'relu' }).apply(x);
 * const model = new Model({ inputs: x, outputs: new Dense(1).apply(new Concatenate().apply([x, deep])) });
 * const svg = plotModel(model, { showShapes: true });
 */
export function plotModel(model: PlottedLayer, options: PlotModelOptions = {}): string {
  checkOptions('plotModel', options, rules);
  const { title = '', rankdir = 'TB' } = options;
  const cards: CardOptions = {
    showShapes: options.showShapes ?? false,
    showDtype: options.showDtype ?? false,
    showLayerNames: options.showLayerNames ?? false,
    showLayerActivations: options.showLayerActivations ?? false,
    showTrainable: options.showTrainable ?? false,
    expandNested: options.expandNested ?? false,
  };
  const diagram = diagramOf(model, cards);
  const turn = {
    isAcross: rankdir === 'LR' || rankdir === 'RL',
    isBack: rankdir === 'BT' || rankdir === 'RL',
  };
  const drawing = draw(diagram, turn);
  const top = title === '' ? margin : titleRoom + 6;
  const width = Math.max(Math.ceil(drawing.width) + 2 * margin, Math.ceil(textWidth(title) * 1.3) + 32, 100);
  const left = (width - drawing.width) / 2;
  const body = [element('g', { transform: `translate(${coordinate(left)} ${top})` }, ...drawing.body)];
  return figure({
    title,
    description: options.description ?? describe(model, diagram),
    width,
    height: Math.max(Math.ceil(drawing.height) + top + margin, 60),
    body,
  });
}

function draw({ parts, arrows }: Diagram, turn: Turn): Drawing {
  const drawn = parts.map((part) => drawPart(part, turn));
  const { isAcross, isBack } = turn;
  const layout = layeredLayout(
    drawn.map(({ width, height }) => (isAcross ? { width: height, height: width } : { width, height })),
    arrows,
    { beside: 28, between: 40 },
  );
  const at = ([x, y]: readonly [number, number]): [number, number] => {
    const along = isBack ? layout.height - y : y;
    return isAcross ? [along, x] : [x, along];
  };
  const cards = drawn.map(({ width, height, body }, i) => {
    const [x, y] = at([layout.boxes[i].x, layout.boxes[i].y]);
    const corner = `translate(${coordinate(x - width / 2)} ${coordinate(y - height / 2)})`;
    return element('g', { transform: corner }, ...body);
  });
  const lines = layout.arrows.map((points) => drawArrow(points, at));
  const [width, height] = isAcross ? [layout.height, layout.width] : [layout.width, layout.height];
  return { width, height, body: [...lines, ...cards] };
}

function drawPart(part: Part, turn: Turn): Drawing {
  const title = shortened(part.title, longest);
  const lines = part.lines.map((line) => shortened(line, longest));
  const widest = Math.max(textWidth(title) * 1.08, ...lines.map((line) => textWidth(line) * 0.96));
  const head = headHeight + lines.length * lineHeight + (lines.length === 0 ? 0 : 10);
  if (part.inside !== undefined) {
    const inner = draw(part.inside, turn);
    const width = Math.max(widest + 28, inner.width + 2 * padding);
    const height = head + inner.height + padding + 4;
    const frame = { width, height, rx: 8, ...stroked('soft'), 'stroke-dasharray': '5 4' };
    const place = `translate(${coordinate((width - inner.width) / 2)} ${coordinate(head + 4)})`;
    const body = [
      element('rect', { width, height, rx: 8, ...filled('line', 0.25) }),
      element('rect', frame),
      label(title, 14, 19, { ...filled('ink'), 'font-weight': 600 }),
      ...lines.map((line, i) => label(line, 14, headHeight + 13 + i * lineHeight, filled('soft'))),
      element('g', { transform: place }, ...inner.body),
    ];
    return { width, height, body };
  }
  const width = Math.max(84, widest + 28);
  const middle = { 'text-anchor': 'middle' };
  const rule =
    lines.length === 0
      ? ''
      : element('line', { x1: 0, x2: width, y1: headHeight, y2: headHeight, ...stroked('line') });
  const body = [
    element('rect', { width, height: head, rx: 6, ...filled('paper') }),
    rule,
    element('rect', { width, height: head, rx: 6, ...stroked('ink', 1.25) }),
    label(title, width / 2, 19, { ...filled('ink'), ...middle, 'font-weight': 600 }),
    ...lines.map((line, i) =>
      label(line, width / 2, headHeight + 18 + i * lineHeight, { ...filled('soft'), ...middle }),
    ),
  ];
  return { width, height: head, body };
}

/** A line through the points, leaving and entering along the ranks, with a head at its end. */
function drawArrow(
  points: readonly (readonly [number, number])[],
  at: (point: readonly [number, number]) => [number, number],
): string {
  const text = (point: readonly [number, number]): string => at(point).map(coordinate).join(' ');
  const [endX, endY] = points[points.length - 1];
  const shaft = [...points.slice(0, -1), [endX, endY - 6] as const];
  let path = `M${text(shaft[0])}`;
  for (const [i, [x, y]] of shaft.slice(1).entries()) {
    const [px, py] = shaft[i];
    const middle = (py + y) / 2;
    path += px === x ? `L${text([x, y])}` : `C${text([px, middle])} ${text([x, middle])} ${text([x, y])}`;
  }
  const head = [text([endX, endY]), text([endX - 4, endY - 8]), text([endX + 4, endY - 8])];
  return (
    element('path', { d: path, ...stroked('soft', 1.5) }) +
    element('path', { d: `M${head.join('L')}Z`, ...filled('soft') })
  );
}

function describe(model: PlottedLayer, { parts, arrows }: Diagram): string {
  const feeds = parts.map(({ title }, i) => {
    const after = arrows.filter(({ from }) => from === i).map(({ to }) => parts[to].title);
    return after.length === 0 ? title : `${title} feeds ${after.join(' and ')}`;
  });
  const count = `${parts.length} ${parts.length === 1 ? 'layer' : 'layers'}`;
  return `Model ${model.name} of ${count}: ${feeds.join('; ')}.`;
}
