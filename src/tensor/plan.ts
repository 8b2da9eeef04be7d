/**
 * From graphs to a plan: what lives for the whole program gets its place in the arena, then every function is
 * drafted and written down. No allocation happens after this; an engine only runs what is written here.
 */

import { align } from '../core/align.ts';
import { bytesOf } from '../core/dtype.ts';
import type { Plan } from '../engine/contract.ts';
import { Draft, type FunctionSpec } from './draft.ts';
import type { Known } from './graph.ts';
import type { Node } from './node.ts';
import type { Place } from './operation.ts';
import type { Tensor } from './tensor.ts';

/** A plan, and where in its arena the tensors a caller knows lie. */
export interface Layout {
  readonly plan: Plan;
  /** Variables and placeholders, in the arena for good. */
  readonly residents: ReadonlyMap<Tensor, Place>;
  /** Per function, its outputs in order; they hold until another function runs. */
  readonly outputs: Readonly<Record<string, readonly Place[]>>;
}

/**
 * Plan a program of named functions that share variables and placeholders.
 *
 * @param known gives the numbers of tensors that need no computing; by default, none are known
 */
export function makePlan(
  functions: Readonly<Record<string, FunctionSpec>>,
  known: Known = () => undefined,
): Layout {
  const drafts = Object.entries(functions).map(([name, spec]) => ({ name, draft: new Draft(spec, known) }));
  const residents = new Map<Tensor, Place>();
  const constants: { offset: number; values: Plan['constants'][number]['values'] }[] = [];
  const constantPlaces = new Map<unknown, number>();
  let end = 0;
  const home = ({ origin }: Node): number | undefined => {
    if (origin.kind === 'values') return constantPlaces.get(origin.values);
    return origin.kind === 'resident' ? residents.get(origin.tensor)?.offset : undefined;
  };
  const reserve = (node: Node): void => {
    if (home(node) !== undefined) return;
    const { shape, dtype, origin } = node;
    const offset = end;
    end += align(node.size * bytesOf(dtype));
    if (origin.kind === 'values') {
      constantPlaces.set(origin.values, offset);
      constants.push({ offset, values: origin.values });
    } else if (origin.kind === 'resident') {
      const { tensor } = origin;
      residents.set(tensor, { shape, dtype, offset });
      if (tensor.source.kind === 'variable') constants.push({ offset, values: tensor.source.initial });
    }
  };
  for (const { draft } of drafts) for (const node of draft.leaves()) reserve(node);

  const scratchStart = end;
  const written = drafts.map(({ name, draft }) => {
    const result = draft.write(home, scratchStart);
    end = Math.max(end, result.end);
    return { name, ...result };
  });
  return {
    plan: {
      arenaBytes: end,
      constants,
      functions: Object.fromEntries(written.map(({ name, phases }) => [name, phases])),
    },
    residents,
    outputs: Object.fromEntries(written.map(({ name, outputs }) => [name, outputs])),
  };
}
