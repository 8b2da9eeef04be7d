/**
 * Networks of McCulloch–Pitts neurons: made from a formula by `logicNetwork`, or wired by hand. They can be asked
 * for their output, for every neuron's signal, for their truth table, and for a picture. Nothing is learned here.
 */
import { didYouMean, HebbError, show } from '../../core/errors.ts';
import { anyOf, checkOptions, integer, oneOf } from '../../core/options.ts';
import { drawLogicNetwork } from './draw-logic-network.ts';
import { isVariableName, parseFormula, variablesOf } from './formula.ts';
import { alwaysActive, type Connection, type Neuron } from './neuron.ts';
import { wire } from './wiring.ts';

/** A truth value: true and false, or 1 and 0. */
export type Binary = boolean | 0 | 1;

/** A truth value for each variable. */
export type BinaryInputs = Readonly<Record<string, Binary>>;

export interface LogicNetworkOptions {
  /**
   * How many active connections activate a neuron: the same number for all, 2 or more, or `'free'`, where each
   * neuron has the threshold it needs. Default 2.
   */
  readonly threshold?: number | 'free';
}

/** What a network is made of. */
export interface LogicWiring {
  readonly variables: readonly string[];
  /** Sources before those they lead to; the last one is the output. */
  readonly neurons: readonly Neuron[];
  /** The formula that the network computes, if there is one. */
  readonly formula?: string;
}

/** One neuron for given inputs. */
export interface NeuronSignal {
  readonly neuron: Neuron;
  /** How many of its excitatory connections carry a signal. */
  readonly excitation: number;
  /** Does an inhibitory connection carry one? */
  readonly inhibited: boolean;
  readonly active: boolean;
}

export interface TruthTableRow {
  readonly inputs: Readonly<Record<string, boolean>>;
  readonly output: boolean;
}

/** A neuron's connections by the positions of their sources: `counts[i]` of them come from `excitatory[i]`. */
interface Compiled {
  readonly threshold: number;
  readonly excitatory: Int32Array;
  readonly counts: Int32Array;
  readonly inhibitory: Int32Array;
}

/**
 * Builds a network of McCulloch–Pitts neurons that computes a formula.
 *
 * Formulas are made of variables, `true`, `false`, parentheses and, from strongest to weakest, `not` (`¬ ! ~`),
 * `and` (`∧ && &`), `xor` (`⊕ ^`), `or` (`∨ || |`), `implies` (`→ ->`) and `iff` (`↔ <->`).
 *
 * @throws FormulaError (a HebbError, `INVALID_VALUE`) with the position in the formula; HebbError
 * `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const network = logicNetwork('A xor B');
 * network.evaluate({ A: true, B: false }); // true
 * network.neurons.map(({ computes }) => computes); // ['A ∧ ¬B', 'B ∧ ¬A', '#1 ∨ #2']
 */
export function logicNetwork(formula: string, options: LogicNetworkOptions = {}): LogicNetwork {
  checkOptions('logicNetwork', options, { threshold: anyOf(integer({ min: 2 }), oneOf('free')) });
  if (typeof formula !== 'string') {
    throw new HebbError('INVALID_VALUE', `logicNetwork takes a formula as text, got ${show(formula)}.`);
  }
  const parsed = parseFormula(formula);
  const neurons = wire(parsed, options.threshold ?? 2);
  return new LogicNetwork({ variables: variablesOf(parsed), neurons, formula });
}

/**
 * A network of McCulloch–Pitts neurons.
 *
 * @example
 * // C = A ∧ ¬B: two connections from A excite C, one from B inhibits it.
 * const network = new LogicNetwork({
 *   variables: ['A', 'B'],
 *   neurons: [
 *     {
 *       name: 'C',
 *       threshold: 2,
 *       connections: [
 *         { from: 'A', kind: 'excitatory', count: 2 },
 *         { from: 'B', kind: 'inhibitory', count: 1 },
 *       ],
 *     },
 *   ],
 * });
 * network.evaluate({ A: 1, B: 0 }); // true
 */
export class LogicNetwork {
  readonly variables: readonly string[];
  readonly neurons: readonly Neuron[];
  readonly formula: string | undefined;
  readonly #compiled: readonly Compiled[];
  readonly #depths: readonly number[];

  /** @throws HebbError `INVALID_VALUE` for names that come twice, sources that are not there yet, odd thresholds */
  constructor({ variables, neurons, formula }: LogicWiring) {
    this.variables = variables;
    this.neurons = neurons;
    this.formula = formula;
    const positions = positionsOf(variables, neurons);
    this.#compiled = neurons.map((neuron) => compile(neuron, positions));
    const depths = new Array<number>(1 + variables.length).fill(0);
    for (const { excitatory, inhibitory } of this.#compiled) {
      let depth = 1;
      for (const source of excitatory) depth = Math.max(depth, 1 + depths[source]);
      for (const source of inhibitory) depth = Math.max(depth, 1 + depths[source]);
      depths.push(depth);
    }
    this.#depths = depths.slice(1 + variables.length);
  }

  /** The neuron whose signal is the network's. */
  get output(): Neuron {
    return this.neurons[this.neurons.length - 1];
  }

  /** The neurons by their distance from the inputs: layer k holds those whose longest way back has k + 1 neurons. */
  get layers(): readonly (readonly Neuron[])[] {
    const layers: Neuron[][] = [];
    for (const [i, neuron] of this.neurons.entries()) {
      const layer = this.#depths[i] - 1;
      while (layers.length <= layer) layers.push([]);
      layers[layer].push(neuron);
    }
    return layers;
  }

  /**
   * The output for one truth value a variable.
   *
   * @throws HebbError `INVALID_VALUE` for a variable that is unknown, missing, or neither true nor false
   */
  evaluate(inputs: BinaryInputs): boolean {
    const signals = this.#start(inputs);
    this.#run(signals);
    return signals[signals.length - 1] === 1;
  }

  /**
   * Every neuron's signal for one truth value a variable, sources first.
   *
   * @throws HebbError `INVALID_VALUE` for a variable that is unknown, missing, or neither true nor false
   * @example
   * const [first] = logicNetwork('A and B').signals({ A: true, B: false });
   * first.excitation; // 1; one less than the threshold
   */
  signals(inputs: BinaryInputs): NeuronSignal[] {
    const signals = this.#start(inputs);
    this.#run(signals);
    return this.neurons.map((neuron, i) => {
      const { excitatory, counts, inhibitory } = this.#compiled[i];
      return {
        neuron,
        excitation: excitatory.reduce((sum, source, k) => sum + counts[k] * signals[source], 0),
        inhibited: inhibitory.some((source) => signals[source] === 1),
        active: signals[1 + this.variables.length + i] === 1,
      };
    });
  }

  /**
   * All 2ⁿ rows, one at a time; the last variable changes fastest, false comes before true.
   *
   * @example
   * for (const { inputs, output } of logicNetwork('A or B').truthTable()) console.log(inputs, output);
   */
  *truthTable(): Generator<TruthTableRow> {
    const { variables } = this;
    const inputs = Object.fromEntries(variables.map((name) => [name, false]));
    const signals = this.#blank();
    const set = (i: number, value: boolean): void => {
      inputs[variables[i]] = value;
      signals[1 + i] = Number(value);
    };
    for (;;) {
      this.#run(signals);
      yield { inputs: { ...inputs }, output: signals[signals.length - 1] === 1 };
      // Count up by one, as on a mileage counter.
      let i = variables.length - 1;
      while (i >= 0 && inputs[variables[i]]) set(i--, false);
      if (i < 0) return;
      set(i, true);
    }
  }

  /**
   * The network as an SVG picture: inputs on the left, excitatory connections as arrows (as many as there are),
   * inhibitory ones dashed with a round end, the threshold in each neuron. With `inputs`, what is active stands out.
   *
   * @throws HebbError `INVALID_VALUE` as for `signals`
   */
  toSvg({ inputs }: { readonly inputs?: BinaryInputs } = {}): string {
    return drawLogicNetwork(this, inputs === undefined ? undefined : this.#activeAt(inputs));
  }

  /** The names of what is active. */
  #activeAt(inputs: BinaryInputs): Set<string> {
    const active = this.signals(inputs).filter((signal) => signal.active);
    const variables = this.variables.filter((name) => Boolean(inputs[name]));
    return new Set([alwaysActive, ...variables, ...active.map(({ neuron }) => neuron.name)]);
  }

  /** Signals of the always active source, the variables and the neurons, the latter two still 0. */
  #blank(): Uint8Array {
    const signals = new Uint8Array(1 + this.variables.length + this.neurons.length);
    signals[0] = 1;
    return signals;
  }

  #start(inputs: BinaryInputs): Uint8Array {
    checkInputs(inputs, this.variables);
    const signals = this.#blank();
    for (const [i, name] of this.variables.entries()) signals[1 + i] = Number(inputs[name]);
    return signals;
  }

  #run(signals: Uint8Array): void {
    let position = 1 + this.variables.length;
    for (const { threshold, excitatory, counts, inhibitory } of this.#compiled) {
      let excitation = 0;
      for (let i = 0; i < excitatory.length; i++) excitation += counts[i] * signals[excitatory[i]];
      let inhibited = 0;
      for (let i = 0; i < inhibitory.length; i++) inhibited |= signals[inhibitory[i]];
      signals[position++] = excitation >= threshold && inhibited === 0 ? 1 : 0;
    }
  }
}

function positionsOf(variables: readonly string[], neurons: readonly Neuron[]): ReadonlyMap<string, number> {
  demand(neurons.length > 0, 'a logic network needs at least one neuron, its output.');
  for (const name of variables) {
    demand(isVariableName(name), `${show(name)} cannot be a variable: letters, digits and _, no operator.`);
  }
  const positions = new Map([[alwaysActive, 0]]);
  for (const name of [...variables, ...neurons.map((neuron) => neuron.name)]) {
    demand(!positions.has(name), `the name ${show(name)} comes twice in the logic network.`);
    positions.set(name, positions.size);
  }
  return positions;
}

function compile(neuron: Neuron, positions: ReadonlyMap<string, number>): Compiled {
  const { name, threshold, connections } = neuron;
  const own = positions.get(name) as number;
  const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;
  demand(
    isCount(threshold),
    `neuron ${show(name)}: the threshold must be an integer ≥ 1, got ${show(threshold)}.`,
  );
  const source = ({ from, kind, count }: Connection): number => {
    const position = positions.get(from);
    const where = `neuron ${show(name)}`;
    if (position === undefined) {
      const hint = didYouMean(from, positions.keys());
      throw new HebbError('INVALID_VALUE', `${where}: there is no source ${show(from)}.${hint}`);
    }
    demand(position < own, `${where}: its source ${show(from)} must come before it.`);
    demand(isCount(count), `${where}: ${show(count)} connections from ${show(from)}; expected 1 or more.`);
    demand(
      kind === 'excitatory' || kind === 'inhibitory',
      `${where}: a connection is 'excitatory' or 'inhibitory', not ${show(kind)}.`,
    );
    return position;
  };
  const sources = connections.map(source);
  const isOf = (kind: Connection['kind']): number[] =>
    [...connections.keys()].filter((i) => connections[i].kind === kind);
  return {
    threshold,
    excitatory: Int32Array.from(isOf('excitatory'), (i) => sources[i]),
    counts: Int32Array.from(isOf('excitatory'), (i) => connections[i].count),
    inhibitory: Int32Array.from(isOf('inhibitory'), (i) => sources[i]),
  };
}

function checkInputs(inputs: BinaryInputs, variables: readonly string[]): void {
  demand(
    typeof inputs === 'object' && inputs !== null,
    `inputs must be a record such as { A: true }, got ${show(inputs)}.`,
  );
  const known = variables.length === 0 ? 'it has none' : `it has ${variables.join(', ')}`;
  for (const name of Object.keys(inputs)) {
    demand(
      variables.includes(name),
      `the network has no variable ${show(name)}; ${known}.${didYouMean(name, variables)}`,
    );
  }
  for (const name of variables) {
    demand(Object.hasOwn(inputs, name), `the variable ${show(name)} has no value.`);
    const value: unknown = inputs[name];
    const isBinary = value === true || value === false || value === 1 || value === 0;
    demand(isBinary, `the variable ${show(name)} must be true or false (or 1 or 0), got ${show(value)}.`);
  }
}

function demand(condition: boolean, message: string): void {
  if (!condition) throw new HebbError('INVALID_VALUE', message);
}
