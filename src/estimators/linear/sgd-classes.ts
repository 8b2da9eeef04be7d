/**
 * Learning classes by stochastic gradient descent: one linear model a yes-or-no question, with seeds and
 * held-out rows drawn in the order scikit-learn draws them. It knows options and targets, no classes of the API.
 */
import type { HebbWarning } from '../../core/errors.ts';
import { readSampleWeight } from '../../core/sample-weight.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';
import { checkRandomState, RandomState } from '../../random/random-state.ts';
import { type ClassTargets, type KnownClasses, readClassTargets } from '../class-targets.ts';
import { warner } from '../warn.ts';
import { heldOutDecisions, holdOut, takeHeldOut } from './held-out-rows.ts';
import type { ClassModel } from './linear-classifier.ts';
import { checkSameLength, readFeatureRows } from './linear-model.ts';
import { checkAnswerable, questionsOf } from './questions.ts';
import { SEEDS } from './row-order.ts';
import {
  copyMemory,
  newMemory,
  positionOf,
  type SgdMemory,
  type SgdModel,
  shownAfter,
  shownWeights,
} from './sgd-memory.ts';
import { descentRules, type ResolvedSgdOptions, type SgdFitOptions, type SgdOwner } from './sgd-options.ts';
import { descend, type ValidationScore } from './sgd-run.ts';
import { sayHowItEnded } from './sgd-warnings.ts';

export interface SgdClassModel extends SgdModel, ClassModel {}

export interface SgdClassTask {
  readonly owner: SgdOwner;
  readonly options: ResolvedSgdOptions;
  readonly X: TableLike;
  readonly y: unknown;
  readonly fitOptions: SgdFitOptions;
  readonly earlier: SgdClassModel | undefined;
  /** One epoch, going on from what was learned before: `partialFit`. */
  readonly incremental: boolean;
  /** The labels that `partialFit` was told of. */
  readonly announced: KnownClasses | undefined;
}

export async function fitSgdClasses(task: SgdClassTask): Promise<SgdClassModel> {
  const { owner, options, fitOptions, incremental } = task;
  const earlier = incremental || options.warmStart ? task.earlier : undefined;
  const { matrix, features } = readFeatureRows(task.X, owner, earlier?.features);
  const { rows, columns, data: X } = matrix;
  const targets = readClassTargets(task.y, earlier ?? task.announced, owner);
  // A part of the rows may well lack a label that others have.
  if (!(incremental && targets.multilabel)) checkAnswerable(targets, owner);
  checkSameLength(rows, targets.rows);
  const questions = questionsOf(targets, options.classWeight);
  const rowWeights = readSampleWeight(fitOptions.sampleWeight, rows);
  const memory =
    incremental && earlier !== undefined
      ? copyMemory(earlier.memory)
      : newMemory(questions.length, columns, Number(options.average) > 0, {
          coefInit: fitOptions.coefInit ?? earlier?.coef,
          interceptInit: fitOptions.interceptInit ?? earlier?.intercept,
        });
  const t = incremental && earlier !== undefined ? earlier.samplesSeen : 1;
  const rules = descentRules(options);
  const stopping = { ...options, signal: fitOptions.signal };
  const several = !targets.multilabel && questions.length > 1;
  const draw = several ? drawForAll(targets, options, rowWeights) : undefined;

  let nIter = 0;
  let interrupted = false;
  const ends: { intercept: number; averageIntercept: number }[] = [];
  for (const [k, { answers, positiveWeight, negativeWeight }] of questions.entries()) {
    const y = Float64Array.from(answers, (yes) => (yes === 1 ? 1 : rules.loss.negative));
    const { seed, heldOut } = draw?.[k] ?? drawForOne(answers, options, rowWeights);
    const problem = { rows, columns, X, y, rowWeights, positiveWeight, negativeWeight, heldOut, seed };
    const score = heldOut && accuracy(X, y, heldOut, rowWeights);
    const position = positionOf(memory, k);
    const run = await descend(problem, position, t, rules, stopping, score);
    nIter = Math.max(nIter, run.epochs);
    interrupted ||= run.interrupted;
    ends.push(position);
  }
  const samplesSeen = t + nIter * rows;
  const shown = shownAfter(samplesSeen, rules.average);
  const learned = keepIntercepts(memory, ends, shown, several);
  const warnings: HebbWarning[] = [];
  sayHowItEnded(nIter, interrupted, options, warner(warnings, options.onWarning));
  const { classes, multilabel } = targets;
  const { coef, intercept } = shownWeights(learned);
  return { features, coef, intercept, warnings, classes, multilabel, memory: learned, nIter, samplesSeen };
}

interface Draw {
  readonly seed: number;
  readonly heldOut: Uint8Array | undefined;
}

/** One split for all classes, so that it keeps all their shares, and a seed for each. */
function drawForAll(
  { codes, classes, rows }: ClassTargets,
  options: ResolvedSgdOptions,
  rowWeights: Float64Array | undefined,
): Draw[] {
  const random = checkRandomState(options.randomState);
  const heldOut = holdOut(options, random, rows, codes, rowWeights);
  const seeds = random.randint(0, SEEDS, classes.length);
  return Array.from(seeds, (seed) => {
    const own = new RandomState(seed);
    own.randint(1, SEEDS);
    return { seed: own.randint(0, SEEDS), heldOut };
  });
}

/** The first number drawn is of no use here, but scikit-learn draws it, and so the second one is the seed. */
function drawForOne(
  answers: Uint8Array,
  options: ResolvedSgdOptions,
  rowWeights: Float64Array | undefined,
): Draw {
  const random = checkRandomState(options.randomState);
  random.randint(1, SEEDS);
  const heldOut = holdOut(options, random, answers.length, answers, rowWeights);
  return { seed: random.randint(0, SEEDS), heldOut };
}

/**
 * The share of held-out rows whose decision has the sign of y. With the logistic loss, whose other class is
 * y = 0, only rows of the positive class can be right: scikit-learn stops by this number, and so does this.
 */
function accuracy(
  X: Float64Array,
  y: Float64Array,
  heldOut: Uint8Array,
  rowWeights: Float64Array | undefined,
): ValidationScore {
  const meant = takeHeldOut(y, heldOut);
  const weights = rowWeights && takeHeldOut(rowWeights, heldOut);
  return (coef, intercept) => {
    let right = 0;
    let total = 0;
    for (const [i, decision] of heldOutDecisions(X, heldOut, coef, intercept).entries()) {
      const weight = weights?.[i] ?? 1;
      total += weight;
      if ((decision > 0 ? 1 : -1) === meant[i]) right += weight;
    }
    return right / total;
  };
}

/**
 * The memory with the intercepts that descent has come to. While averages are shown, scikit-learn drops the
 * intercept of a single model, and with several classes it takes the place of the average that was shown
 * before; `partialFit` goes on from these numbers, so they are kept as they are there.
 */
function keepIntercepts(
  memory: SgdMemory,
  ends: readonly { intercept: number; averageIntercept: number }[],
  shown: SgdMemory['shown'],
  several: boolean,
): SgdMemory {
  const { standard, average } = memory;
  average?.intercept.set(ends.map(({ averageIntercept }) => averageIntercept));
  const place = several ? shownWeights(memory) : shown === 'standard' ? standard : undefined;
  place?.intercept.set(ends.map(({ intercept }) => intercept));
  return { standard, average, shown };
}
