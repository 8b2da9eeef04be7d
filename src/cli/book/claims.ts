/**
 * All claims, in the order of the chapter.
 */
import type { Claim } from './claim.ts';
import { logicNetworks, xorByHand } from './logic.ts';

export const claims: readonly Claim[] = [logicNetworks, xorByHand];
