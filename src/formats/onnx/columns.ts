/**
 * Features on their way through a graph: columns in order, some of them together in one value. Numbers stay
 * together where they can, texts and truth values have a value each. It knows no transformer.
 */
import { HebbError } from '../../core/errors.ts';
import type { OnnxGraph } from './onnx-graph.ts';
import { elementTypes } from './onnx-schema.ts';

/** What a column holds: numbers and truth values can be computed with. */
export type ColumnKind = 'number' | 'text' | 'truth';

/** A value of shape (batch, width): one or several columns. */
export interface Block {
  readonly value: string;
  readonly width: number;
  readonly kind: ColumnKind;
}

/** How many columns there are. */
export function widthOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { width }) => sum + width, 0);
}

/** Some of the columns, in the order asked for; those that stand together in a value stay together. */
export function selectColumns(
  graph: OnnxGraph,
  blocks: readonly Block[],
  positions: readonly number[],
): Block[] {
  const home = blocks.flatMap((block) => Array.from({ length: block.width }, (_, j) => ({ block, j })));
  const runs: { block: Block; columns: number[] }[] = [];
  for (const position of positions) {
    const { block, j } = home[position];
    const last = runs.at(-1);
    if (last?.block === block) last.columns.push(j);
    else runs.push({ block, columns: [j] });
  }
  return runs.map(({ block, columns }) => {
    const isWhole = columns.length === block.width && columns.every((j, i) => j === i);
    if (isWhole) return block;
    const inputs = [block.value, graph.integers(columns)];
    const value = graph.node('Gather', inputs, { attributes: { axis: 1 } });
    return { value, width: columns.length, kind: block.kind };
  });
}

/**
 * All columns as numbers in one value.
 *
 * @throws HebbError `UNSUPPORTED` for texts
 */
export function numbersOf(graph: OnnxGraph, blocks: readonly Block[]): string {
  const parts = blocks.map(({ value, kind }) => {
    if (kind === 'number') return value;
    if (kind === 'text') throw new HebbError('UNSUPPORTED', 'ONNX files cannot compute with texts.');
    return graph.node('Cast', [value], { attributes: { to: elementTypes[graph.float] } });
  });
  return parts.length === 1 ? parts[0] : graph.node('Concat', parts, { attributes: { axis: 1 } });
}
