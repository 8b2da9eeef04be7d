/** The table of a model's layers, laid out as Keras prints it. */
import { bytesOf } from '../../core/dtype.ts';
import { boolean, checkOptions, integer, nullable, type Rule } from '../../core/options.ts';
import type { Layer } from '../layers/layer.ts';
import { isShape, leavesOf, type Structure, type SymbolicShape, showSymbolic } from '../layers/symbolic.ts';
import type { Weight } from '../layers/weight.ts';
import type { FunctionalGraph } from './functional-graph.ts';
import type { Model } from './model.ts';
import { type Column, tableText } from './text-table.ts';

export interface SummaryOptions {
  /** Width of the table in characters. Default: what 80 columns have room for. */
  readonly lineLength?: number | null;
  /** Show the layers of models inside. Default false. */
  readonly expandNested?: boolean;
  /** Show which layers training changes. Default false. */
  readonly showTrainable?: boolean;
}

const rules: Readonly<Record<string, Rule>> = {
  lineLength: nullable(integer({ min: 40 })),
  expandNested: boolean,
  showTrainable: boolean,
};

/** Widest table, where nothing else is asked for. */
const LINE_LENGTH = 76;

/** @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION` */
export function summaryText(model: Model, options: SummaryOptions): string {
  const given = checkOptions('summary', options, rules);
  const { expandNested = false, showTrainable = false } = given;
  const isStack = model.graph === undefined || model.className === 'Sequential' || isChain(model.graph);
  const columns = columnsOf(isStack, showTrainable, given.lineLength ?? LINE_LENGTH);
  const rows: string[][] = [];
  const addRow = (layer: Layer, level: number): void => {
    const prefix = level === 0 ? '' : `${'   '.repeat(level)}└ `;
    rows.push([
      `${prefix}${layer.name} (${layer.className})`,
      shapeText(layer),
      layer.built ? thousands(layer.countParams()) : '0 (unbuilt)',
      ...(isStack ? [] : [connections(layer, model.graph)]),
      ...(showTrainable ? [layer.weights.length === 0 ? '-' : layer.trainable ? 'Y' : 'N'] : []),
    ]);
    if (expandNested) for (const inner of layer.layers) addRow(inner, level + 1);
  };
  for (const layer of model.layers) addRow(layer, 0);
  const [trainable, rest] = [sizeOfWeights(model.trainableWeights), sizeOfWeights(model.nonTrainableWeights)];
  const optimizer = optimizerSize(model);
  const sizes: [string, Size][] = [
    ['Total', sum(sum(trainable, rest), optimizer)],
    ['Trainable', trainable],
    ['Non-trainable', rest],
    ...(optimizer.count > 0 ? [['Optimizer', optimizer] as [string, Size]] : []),
  ];
  const totals = sizes.map(
    ([name, { count, bytes }]) => ` ${name} params: ${thousands(count)} (${memoryText(bytes)})`,
  );
  return [
    `Model: "${model.name}"`,
    ...tableText(columns, rows, given.lineLength ?? LINE_LENGTH),
    ...totals,
    '',
  ].join('\n');
}

function columnsOf(isStack: boolean, showTrainable: boolean, lineLength: number): Column[] {
  const shares = isStack ? [0.45, 0.8, 1] : [0.3, 0.56, 0.74, 1];
  const ends = showTrainable ? [...shares.map((share) => share * 0.9), 1] : shares;
  const titles = ['Layer (type)', 'Output Shape', 'Param #', ...(isStack ? [] : ['Connected to'])];
  const all = showTrainable ? [...titles, 'Trainable'] : titles;
  let start = 0;
  return all.map((title, i) => {
    const width = Math.floor(ends[i] * lineLength) - start;
    start += width;
    return { title, width, align: title === 'Param #' ? 'right' : title === 'Trainable' ? 'center' : 'left' };
  });
}

/** Does every layer take what the one before it gives, and nothing else? */
function isChain({ nodes, inputs }: FunctionalGraph): boolean {
  if (leavesOf(inputs).length > 1) return false;
  const layers = new Set(nodes.map(({ layer }) => layer));
  const follow = nodes.every((node, i) => {
    const [first, ...others] = leavesOf(node.inputs);
    return others.length === 0 && (i === 0 ? first === undefined : first?.node === nodes[i - 1]);
  });
  return follow && layers.size === nodes.length;
}

function shapeText(layer: Layer): string {
  const node = layer.nodes.at(-1);
  if (node !== undefined)
    return leavesOf(node.outputs)
      .map(({ shape }) => showSymbolic(shape))
      .join(', ');
  if (layer.inputShape === undefined) return '?';
  const shape: Structure<SymbolicShape> = layer.computeOutputShape(layer.inputShape);
  return (isShape(shape) ? [shape] : Object.values<SymbolicShape>(shape)).map(showSymbolic).join(', ');
}

/** What a layer takes in this graph: `dense[0][0]`. */
function connections(layer: Layer, graph: FunctionalGraph | undefined): string {
  const nodes = layer.nodes.filter((node) => graph?.nodes.includes(node));
  const inputs = nodes.flatMap((node) => leavesOf(node.inputs));
  const places = inputs.map((input) => `${input.layer.name}[${input.nodeIndex}][${input.tensorIndex}]`);
  return places.join(', ') || '-';
}

interface Size {
  readonly count: number;
  readonly bytes: number;
}

function sum(a: Size, b: Size): Size {
  return { count: a.count + b.count, bytes: a.bytes + b.bytes };
}

function sizeOfWeights(weights: readonly Weight[]): Size {
  return weights.reduce(
    (total, { size, dtype }) => sum(total, { count: size, bytes: size * bytesOf(dtype) }),
    {
      count: 0,
      bytes: 0,
    },
  );
}

/** All that the optimizer keeps; a learning rate that is a number is kept too. */
function optimizerSize(model: Model): Size {
  const weights = model.optimizerWeights;
  if (weights.length === 0) return { count: 0, bytes: 0 };
  const rate =
    typeof model.optimizer.learningRate === 'number' ? { count: 1, bytes: 4 } : { count: 0, bytes: 0 };
  return sum(sizeOfWeights(weights), rate);
}

function thousands(count: number): string {
  return count.toLocaleString('en-US');
}

function memoryText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size.toFixed(2)} ${units[unit]}`;
}
