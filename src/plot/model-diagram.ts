/**
 * What `plotModel` shows of a model: its layers as cards of text, and which feeds which. It knows layers by what
 * the diagram needs of them, and nothing of places.
 */
import type { LayoutArrow } from './layered-layout.ts';

type Shape = readonly (number | null)[];
type Several<T> = T | readonly T[] | Readonly<Record<string, T>>;

/** A layer as a diagram sees it; those of `hebb/nn` are such. */
export interface PlottedLayer {
  readonly name: string;
  readonly className: string;
  readonly dtype: string;
  readonly trainable: boolean;
  readonly settings: object;
  readonly weights: readonly unknown[];
  readonly layers: readonly PlottedLayer[];
  readonly nodes: readonly PlottedNode[];
  readonly graph?: PlottedGraph | undefined;
}

/** One application of a layer. */
export interface PlottedNode {
  readonly layer: PlottedLayer;
  readonly inputs: Several<PlottedTensor>;
  readonly outputs: Several<PlottedTensor>;
}

/** A tensor between layers. */
export interface PlottedTensor {
  readonly shape: Shape;
  readonly dtype: string;
  readonly layer: PlottedLayer;
}

/** The graph of a model's layers. */
export interface PlottedGraph {
  readonly layers: readonly PlottedLayer[];
  readonly nodes: readonly PlottedNode[];
}

/** What is written on the cards. */
export interface CardOptions {
  readonly showShapes: boolean;
  readonly showDtype: boolean;
  readonly showLayerNames: boolean;
  readonly showLayerActivations: boolean;
  readonly showTrainable: boolean;
  readonly expandNested: boolean;
}

/** A layer's card, or the diagram of a model inside with its title. */
export interface Part {
  readonly title: string;
  readonly lines: readonly string[];
  readonly inside?: Diagram;
}

export interface Diagram {
  readonly parts: readonly Part[];
  readonly arrows: readonly LayoutArrow[];
}

/** A model without a graph shows its layers and no arrows: which feeds which, only its code says. */
export function diagramOf(model: PlottedLayer, options: CardOptions): Diagram {
  const { graph } = model;
  const isStack = model.className === 'Sequential';
  const layers = (graph?.layers ?? model.layers).filter((layer) => !(isStack && isInput(layer)));
  const parts = layers.map((layer) => partOf(layer, graph, options));
  if (graph === undefined) {
    const chain = layers.slice(1).map((_, i) => ({ from: i, to: i + 1 }));
    return { parts, arrows: isStack ? chain : [] };
  }
  const place = new Map(layers.map((layer, i) => [layer, i]));
  const seen = new Set<string>();
  const arrows = graph.nodes.flatMap(({ layer, inputs }) =>
    tensorsOf(inputs).flatMap((input) => {
      const [from, to] = [place.get(input.layer), place.get(layer)];
      const key = `${from} ${to}`;
      if (from === undefined || to === undefined || from === to || seen.has(key)) return [];
      seen.add(key);
      return [{ from, to }];
    }),
  );
  return { parts, arrows };
}

function partOf(layer: PlottedLayer, graph: PlottedGraph | undefined, options: CardOptions): Part {
  const nodes = layer.nodes.filter((node) => graph === undefined || graph.nodes.includes(node));
  const title = options.showLayerNames ? `${layer.name} (${layer.className})` : layer.className;
  const lines = [
    options.showLayerActivations ? activationOf(layer) : undefined,
    options.showShapes ? shapesOf(nodes) : undefined,
    options.showDtype ? dtypesOf(nodes, layer) : undefined,
    options.showTrainable && layer.weights.length > 0
      ? layer.trainable
        ? 'trainable'
        : 'frozen'
      : undefined,
  ];
  const card = { title, lines: lines.filter((line) => line !== undefined) };
  return options.expandNested && layer.layers.length > 0
    ? { ...card, inside: diagramOf(layer, options) }
    : card;
}

function activationOf({ settings }: PlottedLayer): string | undefined {
  const { activation } = settings as { activation?: { readonly name?: string } | null };
  return activation?.name;
}

/** `(None, 8) → (None, 30)`; of a layer that is applied several times, each pair that differs. */
function shapesOf(nodes: readonly PlottedNode[]): string {
  const pairs = nodes.map((node) => arrowBetween(node, ({ shape }) => shapeText(shape)));
  return pairs.length === 0 ? 'shape not known yet' : [...new Set(pairs)].join('; ');
}

function dtypesOf(nodes: readonly PlottedNode[], layer: PlottedLayer): string {
  const pairs = nodes.map((node) => arrowBetween(node, ({ dtype }) => dtype));
  return [...new Set(pairs.length === 0 ? [layer.dtype] : pairs)].join('; ');
}

/** What comes in and what goes out; one word where both are the same. */
function arrowBetween({ inputs, outputs }: PlottedNode, textOf: (tensor: PlottedTensor) => string): string {
  const [before, after] = [inputs, outputs].map((side) => tensorsOf(side).map(textOf).join(', '));
  return before === '' || before === after ? after : `${before} → ${after}`;
}

function shapeText(shape: Shape): string {
  return `(${shape.map((size) => size ?? 'None').join(', ')}${shape.length === 1 ? ',' : ''})`;
}

function tensorsOf(several: Several<PlottedTensor>): readonly PlottedTensor[] {
  const isOne = 'shape' in several && 'layer' in several;
  return isOne
    ? [several as PlottedTensor]
    : Object.values<PlottedTensor>(several as readonly PlottedTensor[]);
}

function isInput({ className }: PlottedLayer): boolean {
  return className === 'InputLayer';
}
