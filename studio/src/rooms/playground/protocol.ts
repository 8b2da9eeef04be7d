/** What the page and the thread that trains say to each other. */
import type { Settings } from './settings.ts';
import type { Snapshot } from './snapshot.ts';
import type { Speed } from './trainer.ts';

export type Order =
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'play' | 'pause' | 'step' | 'rewind' }
  | { readonly kind: 'speed'; readonly speed: Speed }
  /** Another value for a weight (from a unit below to a unit) or, without `from`, for a bias. */
  | {
      readonly kind: 'weight';
      readonly layer: number;
      readonly from?: number;
      readonly to: number;
      readonly value: number;
    }
  /** All weights of a snapshot, to take an edit back. */
  | {
      readonly kind: 'weights';
      readonly kernels: readonly Float32Array[];
      readonly biases: readonly Float32Array[];
    }
  /** The last snapshot has been drawn: the next one may come. */
  | { readonly kind: 'drawn' };

export type Answer =
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly kind: 'failure'; readonly message: string };
