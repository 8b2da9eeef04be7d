/**
 * What a claim of the textbook is: the book's numbers with the tolerance each is held to and the reason for it, and
 * a run that gives Hebb's. A claim is a plain record, so that any file can add one. It knows no concrete claim.
 */
import type { TrainingCallback } from '../../estimators/mlp/options.ts';

/** A number, or several that are compared one by one, such as a shape. */
export type ClaimValue = number | readonly number[];

/** The book's number, and how Hebb's must stand to it. */
export interface Expectation {
  /** The number as it is known: the book's own, or of whoever `source` names. */
  readonly book: ClaimValue;
  /** 'equal': at most `tolerance` away; 'above' and 'below': on that side of the number, or at most `tolerance` past it. */
  readonly must: 'equal' | 'above' | 'below';
  /** Default 0. */
  readonly tolerance?: number;
  /** Why this tolerance, and why this side. */
  readonly because: string;
  /** Whose number it is. Default: the book's. */
  readonly source?: string;
  /** How the numbers are written. Default: up to four significant digits; 'percent': 0.897 as 89.7 %. */
  readonly unit?: 'percent';
}

/** A figure for the page. */
export interface Picture {
  /** An SVG file's text, of `plot/`. */
  readonly svg: string;
  readonly caption: string;
}

/** What a run found. */
export interface Finding<Measure extends string = string> {
  /** Hebb's number for each expectation. */
  readonly numbers: Readonly<Record<Measure, ClaimValue>>;
  /** For the page; none by default. */
  readonly pictures?: readonly Picture[];
  /** What is worth knowing beside the numbers, in a sentence or two. */
  readonly remark?: string;
}

/** What a claim may use while it runs. */
export interface BookContext {
  /** Aborted by Ctrl-C; to be handed on to `fit` and `fetch…`. */
  readonly signal: AbortSignal;
  /**
   * What several claims need, such as a data set or a fitted network: each function is called once, and everyone
   * gets its result.
   */
  once<T>(make: (context: BookContext) => Promise<T>): Promise<T>;
  /**
   * Show what is being done, and with the share that is done (0 to 1) a bar and the time left.
   *
   * @param doing such as 'three linear models, 2 of 3'
   */
  report(doing: string, fraction?: number): void;
  /** A callback for a network's `callbacks` that shows its epochs as `doing`. */
  training(doing: string): TrainingCallback;
}

/** One claim of the chapter. */
export interface Claim<Measure extends string = string> {
  /** In kebab-case, for `--only`. */
  readonly name: string;
  /** What is claimed, in a few words. */
  readonly title: string;
  /** The part of the chapter it is from. */
  readonly section: string;
  /** What the book says and how it is tried here, in a few sentences. */
  readonly about: string;
  /** Whether it takes a few seconds at most, and so belongs to `--fast`. */
  readonly isFast: boolean;
  /** The book's numbers by what is measured, such as 'test RMSE', in the order of the table. */
  readonly expected: Readonly<Record<Measure, Expectation>>;
  /** @throws HebbError `NETWORK_ERROR`, `FILE_NOT_FOUND` where the data can't be had: the claim is then shown as untried */
  run(context: BookContext): Promise<Finding<Measure>>;
}
