/**
 * Intersection over union: of the samples that are of a class or said to be, how many are both. Keras counts in
 * whole numbers (weights lose their fractions) and divides in float32; so does this.
 */
import { boolean, integer, listOf, nullable, real } from '../../core/options.ts';
import { Tensor } from '../../tensor/tensor.ts';
import type { OptionTable } from '../configured.ts';
import { epsilon } from '../losses/loss.ts';
import { Metric, type MetricOptions, nameEntry } from './metric.ts';

export interface MeanIoUOptions extends MetricOptions {
  readonly numClasses: number;
  /** Samples of this class do not count. Default null: all do. */
  readonly ignoreClass?: number | null;
  /** Are targets class numbers, rather than one-hot? Default true. */
  readonly sparseYTrue?: boolean;
  /** Are predictions class numbers, rather than probabilities? Default true. */
  readonly sparseYPred?: boolean;
  /** Along which axis classes lie where they are not sparse. Default −1. */
  readonly axis?: number;
}

export interface IoUOptions extends MeanIoUOptions {
  /** The classes whose mean is taken. */
  readonly targetClassIds: readonly number[];
}

export interface BinaryIoUOptions extends MetricOptions {
  /** The classes whose mean is taken. Default both, [0, 1]. */
  readonly targetClassIds?: readonly number[];
  /** Predictions from here on mean 1. Default 0.5. */
  readonly threshold?: number;
}

export interface OneHotMeanIoUOptions extends MetricOptions {
  readonly numClasses: number;
  /** Samples of this class do not count. Default null: all do. */
  readonly ignoreClass?: number | null;
  /** Are predictions class numbers, rather than probabilities? Default false. */
  readonly sparseYPred?: boolean;
  /** Along which axis classes lie. Default −1. */
  readonly axis?: number;
}

export interface OneHotIoUOptions extends OneHotMeanIoUOptions {
  /** The classes whose mean is taken. */
  readonly targetClassIds: readonly number[];
}

/** A mean of intersections over unions. */
abstract class ClassOverlap<Options extends MetricOptions> extends Metric<Options> {
  protected abstract readonly classes: number;
  protected abstract readonly targetClasses: readonly number[];
  /** Class numbers of targets and of predictions. */
  protected abstract labelsOf(yTrue: Tensor, yPred: Tensor): readonly [Tensor, Tensor];
  protected abstract readonly ignored: number | null;

  /** The confusion matrix, a row for each class of the targets. */
  statistics(yTrue: Tensor, yPred: Tensor, sampleWeight?: Tensor): Tensor {
    const [truth, said] = this.labelsOf(yTrue, yPred).map((x) => x.cast('int32').flatten());
    const given = (sampleWeight ?? Tensor.scalar(1, 'int32')).cast('int32').cast('float64');
    const weights = (given.rank > 1 ? given.flatten() : given).broadcastTo(truth.shape);
    const kept = this.ignored === null ? weights : weights.mul(truth.notEqual(this.ignored).cast('float64'));
    // Numbers that name no class match no column, and count nowhere.
    const rows = truth.oneHot(this.classes).mul(kept.expandDims(1));
    return rows.matmul(said.oneHot(this.classes), { transposeA: true }).flatten();
  }

  resultOf(total: ArrayLike<number>): number {
    const { classes } = this;
    if (total.length === 0) return 0;
    const numbers = Array.from({ length: classes }, (_, k) => k);
    const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
    const overlaps = this.targetClasses.map((c) => {
      const both = total[c * classes + c];
      const row = sum(numbers.map((k) => total[c * classes + k]));
      const column = sum(numbers.map((k) => total[k * classes + c]));
      return { both, either: row + column - both };
    });
    const present = overlaps.filter(({ either }) => either !== 0).length;
    let mean = 0;
    for (const { both, either } of overlaps) {
      mean = Math.fround(mean + Math.fround(both / Math.fround(either + epsilon)));
    }
    return Math.fround(mean / Math.fround(present + epsilon));
  }
}

/** One of classes that come as numbers or one-hot. */
abstract class LabelOverlap<Options extends OneHotMeanIoUOptions> extends ClassOverlap<Options> {
  protected abstract readonly isSparse: readonly [yTrue: boolean, yPred: boolean];

  protected get classes(): number {
    return this.settings.numClasses;
  }

  protected get ignored(): number | null {
    return this.settings.ignoreClass as number | null;
  }

  protected labelsOf(yTrue: Tensor, yPred: Tensor): readonly [Tensor, Tensor] {
    const axis = this.settings.axis as number;
    const [truth, said] = this.isSparse;
    return [truth ? yTrue : yTrue.argMax(axis), said ? yPred : yPred.argMax(axis)];
  }
}

function oneHotTable(name: string): OptionTable<OneHotMeanIoUOptions> {
  return {
    ...nameEntry(name),
    numClasses: [undefined, integer({ min: 1 })],
    ignoreClass: [null, nullable(integer())],
    sparseYPred: [false, boolean],
    axis: [-1, integer()],
  };
}

function sparseTable(name: string): OptionTable<MeanIoUOptions> {
  return { ...oneHotTable(name), sparseYTrue: [true, boolean], sparseYPred: [true, boolean] };
}

const classIds = listOf(integer({ min: 0 }));

/**
 * The mean intersection over union of some classes.
 *
 * @example
 * const iou = new IoU({ numClasses: 2, targetClassIds: [0] });
 * iou.update([0, 0, 1, 1], [0, 1, 0, 1]);
 * iou.result(); // close to 0.333333
 */
export class IoU extends LabelOverlap<IoUOptions> {
  readonly className: string = 'IoU';
  protected readonly table: OptionTable<IoUOptions> = {
    ...sparseTable('io_u'),
    targetClassIds: [undefined, classIds],
  };

  constructor(options: IoUOptions) {
    super(options);
  }

  protected get targetClasses(): readonly number[] {
    return this.settings.targetClassIds;
  }

  protected get isSparse(): readonly [boolean, boolean] {
    return [this.settings.sparseYTrue, this.settings.sparseYPred];
  }
}

/**
 * The mean intersection over union of all classes.
 *
 * @example
 * const metric = new MeanIoU({ numClasses: 2 });
 * metric.update([0, 0, 1, 1], [0, 1, 0, 1]);
 * metric.result(); // close to 0.33333
 */
export class MeanIoU extends LabelOverlap<MeanIoUOptions> {
  readonly className: string = 'MeanIoU';
  protected readonly table: OptionTable<MeanIoUOptions> = sparseTable('mean_io_u');

  constructor(options: MeanIoUOptions) {
    super(options);
  }

  protected get targetClasses(): readonly number[] {
    return Array.from({ length: this.classes }, (_, k) => k);
  }

  protected get isSparse(): readonly [boolean, boolean] {
    return [this.settings.sparseYTrue, this.settings.sparseYPred];
  }
}

/**
 * The mean intersection over union of some classes, for one-hot targets.
 *
 * @example
 * const metric = new OneHotIoU({ numClasses: 2, targetClassIds: [0] });
 * metric.update([[1, 0], [0, 1]], [[0.9, 0.1], [0.8, 0.2]]);
 * metric.result(); // close to 0.5
 */
export class OneHotIoU extends LabelOverlap<OneHotIoUOptions> {
  readonly className: string = 'OneHotIoU';
  protected readonly table: OptionTable<OneHotIoUOptions> = {
    ...oneHotTable('one_hot_io_u'),
    targetClassIds: [undefined, classIds],
  };

  constructor(options: OneHotIoUOptions) {
    super(options);
  }

  protected get targetClasses(): readonly number[] {
    return this.settings.targetClassIds;
  }

  protected get isSparse(): readonly [boolean, boolean] {
    return [false, this.settings.sparseYPred];
  }
}

/**
 * The mean intersection over union of all classes, for one-hot targets.
 *
 * @example
 * const metric = new OneHotMeanIoU({ numClasses: 2 });
 * metric.update([[1, 0], [0, 1]], [[0.9, 0.1], [0.8, 0.2]]);
 * metric.result(); // close to 0.25
 */
export class OneHotMeanIoU extends LabelOverlap<OneHotMeanIoUOptions> {
  readonly className: string = 'OneHotMeanIoU';
  protected readonly table: OptionTable<OneHotMeanIoUOptions> = oneHotTable('one_hot_mean_io_u');

  constructor(options: OneHotMeanIoUOptions) {
    super(options);
  }

  protected get targetClasses(): readonly number[] {
    return Array.from({ length: this.classes }, (_, k) => k);
  }

  protected get isSparse(): readonly [boolean, boolean] {
    return [false, this.settings.sparseYPred];
  }
}

/**
 * The mean intersection over union of two classes, which predictions tell apart by a threshold.
 *
 * @example
 * const metric = new BinaryIoU({ threshold: 0.5 });
 * metric.update([0, 1], [0.1, 0.7]);
 * metric.result(); // close to 1
 */
export class BinaryIoU extends ClassOverlap<BinaryIoUOptions> {
  readonly className: string = 'BinaryIoU';
  protected readonly table: OptionTable<BinaryIoUOptions> = {
    ...nameEntry('binary_io_u'),
    targetClassIds: [[0, 1], classIds],
    threshold: [0.5, real({ min: 0, max: 1 })],
  };
  protected readonly classes: number = 2;
  protected readonly ignored: null = null;

  protected get targetClasses(): readonly number[] {
    return this.settings.targetClassIds;
  }

  protected labelsOf(yTrue: Tensor, yPred: Tensor): readonly [Tensor, Tensor] {
    return [yTrue, yPred.cast('float32').greaterEqual(this.settings.threshold)];
  }
}
