/**
 * Encoders and the imputer as ONNX nodes. Categories of texts are counted off by a LabelEncoder of `ai.onnx.ml`;
 * everything else is arithmetic on indicators, one a category. A missing text is the empty one. A value that
 * is no category cannot be refused by a graph: it sets no indicator.
 */
import type { ModelState } from '../../core/model-state.ts';
import type { Categories } from '../../preprocessing/categories.ts';
import { oneHotTables, ordinalTables } from '../category-tables.ts';
import { attributeOf, optionOf } from '../fitted-state.ts';
import { type Block, numbersOf, selectColumns } from './columns.ts';
import type { OnnxGraph } from './onnx-graph.ts';
import { elementTypes } from './onnx-schema.ts';

/** Every feature's columns of zeros and ones. */
export function writeOneHot(graph: OnnxGraph, state: ModelState, blocks: readonly Block[]): Block[] {
  return oneHotTables(state).flatMap(({ categories, columns, unknown, width }, j): Block[] => {
    if (width === 0) return [];
    const flags = indicators(graph, selectColumns(graph, blocks, [j])[0], categories);
    const isPlain = columns.length === width && columns.every((column, code) => column === code);
    let value = flags;
    if (!isPlain) {
      const table = new Float64Array(categories.length * width);
      for (const [code, column] of columns.entries()) if (column >= 0) table[code * width + column] = 1;
      value = graph.node('MatMul', [flags, graph.floats(table, [categories.length, width])]);
    }
    if (unknown >= 0) {
      const row = Float64Array.from({ length: width }, (_, k) => Number(k === unknown));
      const rest = graph.node('Sub', [graph.number(1), sumOfRow(graph, flags)]);
      value = graph.node('Add', [value, graph.node('Mul', [rest, graph.floats(row, [1, width])])]);
    }
    return [{ value, width, kind: 'number' }];
  });
}

/** Every feature's numbers of categories. */
export function writeOrdinal(graph: OnnxGraph, state: ModelState, blocks: readonly Block[]): Block[] {
  return ordinalTables(state).map(({ categories, numbers, unknown }, j): Block => {
    const flags = indicators(graph, selectColumns(graph, blocks, [j])[0], categories);
    const count = categories.length;
    // Adding 1 keeps 0 for what is no category, whatever the numbers are.
    const shifted = graph.floats(
      Float64Array.from(numbers.keys(), (code) => code + 1),
      [count, 1],
    );
    const code = graph.node('MatMul', [flags, shifted]);
    const place = graph.node('Cast', [code], { attributes: { to: elementTypes.int64 } });
    const value = graph.node('Gather', [graph.floats([unknown, ...numbers]), place], {
      attributes: { axis: 0 },
    });
    return { value, width: 1, kind: 'number' };
  });
}

/** (batch, categories) of zeros and ones: which category a column has. */
function indicators(graph: OnnxGraph, { value, kind }: Block, categories: Categories): string {
  const toFloat = (flags: string): string =>
    graph.node('Cast', [flags], { attributes: { to: elementTypes[graph.float] } });
  if (kind === 'text') {
    const attributes = {
      keys_strings: categories.map((category) => String(category ?? '')),
      values_int64s: [...categories.keys()],
      default_int64: -1,
    };
    const codes = graph.node('LabelEncoder', [value], { attributes, domain: 'ai.onnx.ml' });
    return toFloat(
      graph.node('Equal', [codes, graph.integers([...categories.keys()], [1, categories.length])]),
    );
  }
  const numbers = kind === 'truth' ? toFloat(value) : value;
  const present = categories.filter((category) => category !== null).map(Number);
  const parts: string[] = [];
  if (present.length > 0) {
    parts.push(toFloat(graph.node('Equal', [numbers, graph.floats(present, [1, present.length])])));
  }
  if (present.length < categories.length) parts.push(toFloat(graph.node('IsNaN', [numbers])));
  return parts.length === 1 ? parts[0] : graph.node('Concat', parts, { attributes: { axis: 1 } });
}

function sumOfRow(graph: OnnxGraph, value: string): string {
  return graph.node('ReduceSum', [value, graph.integers([1])]);
}

/** Missing values filled in, and indicators of them. */
export function writeImputer(graph: OnnxGraph, state: ModelState, blocks: readonly Block[]): Block[] {
  const statistics = attributeOf<readonly (number | string | null)[]>(state, 'statistics');
  const indicated = attributeOf<readonly number[]>(state, 'indicators');
  const given = optionOf<number | string | null>(state, 'missingValues', null);
  const marker = typeof given === 'number' && Number.isNaN(given) ? null : given;
  const isMissing = ({ value, kind }: Block): string => {
    if (kind === 'text') {
      const attributes = { keys_strings: [String(marker ?? '')], values_int64s: [1], default_int64: 0 };
      const flags = graph.node('LabelEncoder', [value], { attributes, domain: 'ai.onnx.ml' });
      return graph.node('Cast', [flags], { attributes: { to: elementTypes.bool } });
    }
    if (typeof marker === 'number') return graph.node('Equal', [value, graph.number(marker)]);
    return graph.node('IsNaN', [value]);
  };
  const asBlock = (positions: readonly number[]): Block => {
    const columns = selectColumns(graph, blocks, positions);
    if (columns.length === 1 && columns[0].kind === 'text') return columns[0];
    return { value: numbersOf(graph, columns), width: positions.length, kind: 'number' };
  };
  const filled = runsOf(statistics).map((positions): Block => {
    const block = asBlock(positions);
    const own = positions.map((j) => statistics[j] as number | string);
    const fill =
      block.kind === 'text' ? graph.texts(own.map(String)) : graph.floats(own.map(Number), [1, own.length]);
    return { ...block, value: graph.node('Where', [isMissing(block), fill, block.value]) };
  });
  if (optionOf(state, 'addIndicator', false)) {
    for (const j of indicated) {
      const value = graph.node('Cast', [isMissing(asBlock([j]))], {
        attributes: { to: elementTypes[graph.float] },
      });
      filled.push({ value, width: 1, kind: 'number' });
    }
  }
  return filled;
}

/** Features that are kept: numbers that stand side by side together, texts each alone. */
function runsOf(statistics: readonly (number | string | null)[]): number[][] {
  const runs: number[][] = [];
  for (const [j, statistic] of statistics.entries()) {
    if (statistic === null) continue;
    const last = runs.at(-1);
    const joins =
      typeof statistic === 'number' && last !== undefined && typeof statistics[last[0]] === 'number';
    if (joins) last.push(j);
    else runs.push([j]);
  }
  return runs;
}
