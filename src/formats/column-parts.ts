/** What a fitted `ColumnTransformer` does with which columns, read from its saved state. It knows no format. */
import type { ModelState } from '../core/model-state.ts';
import { attributeOf } from './fitted-state.ts';

/** A part of a fitted column transformer that has a say; without a child its columns pass as they are. */
export interface ColumnPart {
  readonly name: string;
  readonly columns: readonly number[];
  readonly child: ModelState | undefined;
}

/** @throws HebbError `NOT_FITTED` */
export function columnParts(state: ModelState): ColumnPart[] {
  attributeOf(state, 'nFeaturesIn');
  const children = [...(state.children ?? [])];
  const entries = state.options.transformers as unknown as readonly {
    readonly name: string;
    readonly action: string;
    readonly columns: readonly number[];
  }[];
  return entries.flatMap(({ name, action, columns }) => {
    const child = action === 'transformer' ? children.shift()?.state : undefined;
    return action === 'drop' || columns.length === 0 ? [] : [{ name, columns, child }];
  });
}
