/**
 * What a report is made of: all that is known once a network is trained and tested. Plain data and the model.
 */
import type { MlpOptions } from '../../estimators/mlp/options.ts';
import type { Pipeline } from '../../estimators/pipeline.ts';
import type { Predictor } from '../../estimators/predictor.ts';
import type { Input } from '../read-input.ts';
import type { TestScores } from '../test-scores.ts';
import type { TrainingPlan } from '../training-plan.ts';

export interface Facts {
  readonly input: Input;
  /** The column to predict. */
  readonly target: string;
  readonly plan: TrainingPlan;
  readonly network: MlpOptions;
  readonly model: Pipeline<Predictor>;
  readonly scores: TestScores;
  /** How long the training took. */
  readonly seconds: number;
  readonly seed: number;
  readonly warnings: readonly string[];
  /** Where the model was saved. */
  readonly out: string;
  /** When. */
  readonly date: Date;
}
