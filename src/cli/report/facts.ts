/**
 * What a report is made of: all that is known once a network is trained and tested. Plain data and the model.
 */
import type { Pipeline } from '../../estimators/pipeline.ts';
import type { Predictor } from '../../estimators/predictor.ts';
import type { InputPlan } from '../plan-input.ts';
import type { Input } from '../read-input.ts';
import type { TestScores } from '../test-scores.ts';

export interface Facts {
  readonly input: Input;
  readonly plan: InputPlan;
  readonly model: Pipeline<Predictor>;
  readonly scores: TestScores;
  /** How long the training took. */
  readonly seconds: number;
  readonly warnings: readonly string[];
  /** Where the model was saved. */
  readonly out: string;
  /** When. */
  readonly date: Date;
}
