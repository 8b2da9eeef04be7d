/** What `hebb train --studio` tells, as the page keeps it. Pure: events in, the state of the page out. */

export interface LiveScore {
  readonly name: string;
  readonly network: string;
  readonly baseline: string;
}

export type LiveEvent =
  | {
      readonly kind: 'begin';
      readonly table: string;
      readonly target: string;
      readonly rows: number;
      readonly scoreName: string;
    }
  | {
      readonly kind: 'epoch';
      readonly epoch: number;
      readonly maxIter: number;
      readonly loss: number;
      readonly score: number | null;
    }
  | { readonly kind: 'end'; readonly scores: readonly LiveScore[] };

export interface LiveState {
  readonly about: Extract<LiveEvent, { kind: 'begin' }> | undefined;
  readonly epochs: readonly number[];
  readonly losses: readonly number[];
  readonly scores: readonly number[];
  readonly maxIter: number;
  readonly result: readonly LiveScore[] | undefined;
}

export const nothing: LiveState = {
  about: undefined,
  epochs: [],
  losses: [],
  scores: [],
  maxIter: 0,
  result: undefined,
};

export function after(state: LiveState, event: LiveEvent): LiveState {
  switch (event.kind) {
    case 'begin':
      return { ...nothing, about: event };
    case 'epoch':
      return {
        ...state,
        epochs: [...state.epochs, event.epoch],
        losses: [...state.losses, event.loss],
        scores: event.score === null ? state.scores : [...state.scores, event.score],
        maxIter: event.maxIter,
      };
    case 'end':
      return { ...state, result: event.scores };
  }
}
