/** How often something is saved while a model trains: after every epoch, or whenever so many batches are done. */
import { anyOf, integer, oneOf, type Rule } from '../../core/options.ts';

/** `'epoch'`, or a number of batches, counted on from epoch to epoch. */
export type SaveFrequency = 'epoch' | number;

export const saveFrequencyRule: Rule = anyOf(oneOf('epoch'), integer({ min: 1 }));
