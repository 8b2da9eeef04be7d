/** Hundreds of drawn networks, saved and loaded before and after training. */
import { test } from 'vitest';
import { checkAnyGraph } from './check-saved-networks.ts';

test.each([1, 2, 3])('100 graphs, seed %s', (seed) => checkAnyGraph(100, seed));
