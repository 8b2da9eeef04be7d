/**
 * The neuron of McCulloch and Pitts ("A logical calculus of the ideas immanent in nervous activity", 1943): binary
 * inputs, binary output. It is active when at least `threshold` of its excitatory connections carry a signal and
 * none of its inhibitory ones does. One source may have several connections to it.
 */

/** The source that is always active, beside the variables. */
export const alwaysActive = 'true';

/** One or more connections from one source. */
export interface Connection {
  /** A variable, another neuron, or `'true'`, which is always active. */
  readonly from: string;
  readonly kind: 'excitatory' | 'inhibitory';
  /** How many. */
  readonly count: number;
}

export interface Neuron {
  readonly name: string;
  /** How many active excitatory connections it takes. */
  readonly threshold: number;
  readonly connections: readonly Connection[];
  /** What it computes of its sources, in symbols, for people. */
  readonly computes?: string;
}
