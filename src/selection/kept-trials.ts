/**
 * The outcomes of the trials of one study in a folder, found again by digests of what was tried. Loaded when a search
 * keeps its trials, as a digest takes a package. It knows nothing of how a trial is run.
 */
import { trialPlatform } from '#trials';
import type { Predictor } from '../estimators/predictor.ts';
import { digestOf } from './digest.ts';
import type { Study, Trial, TrialOutcome } from './trial.ts';
import type { TrialStore } from './trial-platform.ts';

export class KeptTrials {
  readonly #store: TrialStore;

  private constructor(store: TrialStore) {
    this.#store = store;
  }

  /** @throws HebbError as `TrialPlatform.store` */
  static async open(folder: string, estimator: Predictor, study: Study): Promise<KeptTrials> {
    const { X, y, sampleWeight, scorers, returnTrainScore } = study;
    const digest = digestOf(estimator, X, y, sampleWeight, [...scorers], returnTrainScore);
    return new KeptTrials(await trialPlatform.store(folder, digest));
  }

  read(trial: Trial): TrialOutcome | undefined {
    return this.#store.read(keyOf(trial));
  }

  async write(trial: Trial, outcome: TrialOutcome): Promise<void> {
    await this.#store.write(keyOf(trial), outcome);
  }
}

function keyOf({ params, train, test }: Trial): string {
  return digestOf(params, train, test);
}
