/** The planner's laws on many random graphs. */
import { plannerLaws } from './planner-laws.ts';

plannerLaws(1000);
