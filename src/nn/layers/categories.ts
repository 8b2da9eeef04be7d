/** Layers that turn whole numbers into indicators, and numbers into whole ones. */
import { isFloat } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import { integer, listOf, nullable, oneOf, real } from '../../core/options.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import { piecesOf } from '../models/is-stream.ts';
import { type Data, rowsOf } from '../models/rows.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerTable } from './layer-options.ts';
import { binBoundaries, mergeSummaries, type Summary, summarize } from './quantile-summary.ts';

/** How a number of a category is shown. */
type Indicators = 'one_hot' | 'multi_hot' | 'count';

/** Indicators of whole numbers 0 … depth − 1. */
function indicators(indices: Tensor, mode: Indicators, depth: number, dtype: 'float32' | 'float64'): Tensor {
  const list =
    mode !== 'one_hot' || indices.shape.at(-1) !== 1 ? indices : indices.reshape(indices.shape.slice(0, -1));
  const hot = list.oneHot(depth, dtype);
  if (mode === 'one_hot') return hot;
  const axis = list.rank === 0 ? 0 : list.rank - 1;
  return mode === 'count' ? hot.sum(axis) : hot.max(axis);
}

export interface CategoryEncodingOptions extends LayerOptions {
  /** `'one_hot'` for each number, `'multi_hot'` and `'count'` for all numbers of a sample. Default `'multi_hot'`. */
  readonly outputMode?: Indicators | 'oneHot' | 'multiHot';
}

interface CategoryEncodingSettings extends LayerOptions {
  readonly numTokens: number;
  readonly outputMode: Indicators;
}

/**
 * Whole numbers 0 … numTokens − 1 as indicators.
 *
 * @example
 * new CategoryEncoding(3, { outputMode: 'count' }).apply(tensor([[0, 2, 2]])).toArray(); // [[1, 0, 2]]
 */
export class CategoryEncoding extends Layer<CategoryEncodingSettings> {
  static override readonly className: string = 'CategoryEncoding';
  static override readonly table: LayerTable = {
    numTokens: [undefined, integer({ min: 1 })],
    outputMode: ['multi_hot', oneOf('one_hot', 'multi_hot', 'count')],
    sparse: [false, oneOf(false)],
  };

  constructor(
    numTokens: number | (CategoryEncodingOptions & { readonly numTokens: number }),
    options: CategoryEncodingOptions = {},
  ) {
    super((typeof numTokens === 'number' ? { ...options, numTokens } : numTokens) as LayerOptions);
  }

  call(x: Tensor): Tensor {
    const { numTokens, outputMode } = this.settings;
    return indicators(isFloat(x.dtype) ? x.cast('int32') : x, outputMode, numTokens, this.dtype);
  }
}

export interface DiscretizationOptions extends LayerOptions {
  /** Where bins end, ascending. Default: learned by `adapt`. */
  readonly binBoundaries?: readonly number[] | null;
  /** How many bins `adapt` makes, of about as many samples each. */
  readonly numBins?: number | null;
  /** How exact it does. Default 0.01. */
  readonly epsilon?: number;
  /** Default `'int'`: the number of the bin. */
  readonly outputMode?: Indicators | 'int' | 'oneHot' | 'multiHot';
}

interface DiscretizationSettings extends LayerOptions {
  readonly binBoundaries: readonly number[] | null;
  readonly numBins: number | null;
  readonly epsilon: number;
  readonly outputMode: Indicators | 'int';
}

/**
 * In which bin a number lies, counted from 0; a boundary belongs to the bin above.
 *
 * @example
 * new Discretization({ binBoundaries: [0, 1] }).apply(tensor([[-1, 0, 2]])).toArray(); // [[0, 1, 2]]
 */
export class Discretization extends Layer<DiscretizationSettings> {
  static override readonly className: string = 'Discretization';
  static override readonly table: LayerTable = {
    binBoundaries: [null, nullable(listOf(real()))],
    numBins: [null, nullable(integer({ min: 2 }))],
    epsilon: [0.01, real({ above: 0, max: 1 })],
    outputMode: ['int', oneOf('int', 'one_hot', 'multi_hot', 'count')],
    sparse: [false, oneOf(false)],
  };
  #boundaries: readonly number[] | undefined;

  /**
   * Configs have both boundaries and number of bins after `adapt`.
   * @throws HebbError `INVALID_OPTION` without either
   */
  constructor(options: DiscretizationOptions = {}) {
    super(options as LayerOptions);
    const { binBoundaries: given, numBins } = this.settings;
    this.#boundaries = given ?? undefined;
    if (given !== null || numBins !== null) return;
    throw new HebbError(
      'INVALID_OPTION',
      `${this.className} '${this.name}' needs either binBoundaries or numBins.`,
    );
  }

  protected override contents(): Readonly<Record<string, unknown>> {
    return { binBoundaries: this.#boundaries ?? null, trainable: undefined };
  }

  /** Where bins end. @throws HebbError `NOT_FITTED` before `adapt`, where none were given */
  get binBoundaries(): readonly number[] {
    if (this.#boundaries !== undefined) return this.#boundaries;
    throw new HebbError(
      'NOT_FITTED',
      `${this.className} '${this.name}' has no boundaries yet; call adapt first.`,
    );
  }

  /**
   * Learn boundaries between bins of about as many samples each.
   *
   * @param data numbers, or a stream of batches of them
   */
  async adapt(
    data: Data | AsyncIterable<Data> | (() => AsyncIterable<Data> | Iterable<Data>),
  ): Promise<this> {
    const { numBins, epsilon } = this.settings;
    if (numBins === null) throw new HebbError('INVALID_OPTION', `${this.name} was given its boundaries.`);
    let summary: Summary | undefined;
    for await (const batch of piecesOf<Data>(data)) {
      const next = summarize(rowsOf(batch, 'data').values, epsilon);
      summary = summary === undefined ? next : mergeSummaries(summary, next, epsilon);
    }
    if (summary === undefined) throw new HebbError('EMPTY_DATA', 'adapt needs data.');
    this.#boundaries = binBoundaries(summary, numBins);
    return this;
  }

  call(x: Tensor): Tensor {
    const { outputMode } = this.settings;
    const ends = this.binBoundaries;
    const boundaries = fromTyped(Float64Array.from(ends), [ends.length]).cast(x.dtype);
    const bins = x.expandDims(-1).greaterEqual(boundaries).cast('float32').sum(-1).cast('int32');
    return outputMode === 'int' ? bins : indicators(bins, outputMode, ends.length + 1, this.dtype);
  }
}
