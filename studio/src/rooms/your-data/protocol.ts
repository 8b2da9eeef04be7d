/** What the page and the thread that reads and trains say to each other. Rows never leave that thread but one by one. */
import type { PlanOptions, TrainingPlan } from 'hebb';
import type { ColumnLook } from './column-look.ts';
import type { RowTexts } from './one-row.ts';
import type { Outcome } from './outcome.ts';

export const fileKinds = ['hebb', 'onnx', 'keras', 'mjs'] as const;
export type FileKind = (typeof fileKinds)[number];

export type Order =
  | { readonly kind: 'read'; readonly file: File }
  | { readonly kind: 'sample'; readonly name: 'penguins' | 'diamonds' }
  /** Say what would be done; ends a training. */
  | { readonly kind: 'plan'; readonly wishes: PlanOptions }
  /** Train, or go on: without end, or for some epochs. */
  | { readonly kind: 'train'; readonly epochs: number }
  | { readonly kind: 'pause' }
  /** End the training now, with what is learned. */
  | { readonly kind: 'finish' }
  /** Another row of the test rows. */
  | { readonly kind: 'row'; readonly number: number }
  | { readonly kind: 'try'; readonly texts: RowTexts }
  | { readonly kind: 'file'; readonly format: FileKind };

export interface Epoch {
  readonly epoch: number;
  readonly loss: number;
  /** On the rows held out of the training rows, where there are any. */
  readonly score?: number;
}

export interface TableLook {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly ColumnLook[];
  /** Seconds that reading took. */
  readonly seconds: number;
}

export interface Importance {
  readonly column: string;
  readonly mean: number;
  readonly std: number;
}

export interface Prediction {
  /** A number, or the likeliest class. */
  readonly value: number | string;
  readonly shares: readonly { readonly label: string; readonly share: number }[];
}

export type Answer =
  /** Bytes read, and in all. */
  | { readonly kind: 'reading'; readonly read: number; readonly total: number }
  | { readonly kind: 'table'; readonly look: TableLook }
  /** What would be done, and the TypeScript that does it. */
  | { readonly kind: 'plan'; readonly plan: TrainingPlan; readonly code: string }
  | { readonly kind: 'epoch'; readonly epoch: Epoch }
  | { readonly kind: 'trained'; readonly outcome: Outcome; readonly seconds: number; readonly epochs: number }
  | { readonly kind: 'importance'; readonly columns: readonly Importance[]; readonly rows: number }
  | { readonly kind: 'row'; readonly texts: RowTexts; readonly truth: string }
  | { readonly kind: 'prediction'; readonly prediction: Prediction }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly type: string;
    }
  /** What could not be done, in words, and where. */
  | {
      readonly kind: 'refusal';
      readonly where: 'read' | 'plan' | 'train' | 'try' | 'file';
      readonly message: string;
    };
