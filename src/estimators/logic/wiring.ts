/**
 * From a formula to neurons. Every part of a formula becomes a literal, a signal or its opposite: neurons are made
 * only for "and" and "or", and "not" is an inhibitory connection wherever it can be one. Parts that are wired
 * alike share a neuron.
 */
import type { Formula } from './formula.ts';
import { alwaysActive, type Connection, type Neuron } from './neuron.ts';

/** A signal, or its opposite. Signals are variables, `alwaysActive`, or positions of neurons that are made. */
interface Literal {
  readonly signal: string | number;
  readonly negated: boolean;
}

/** A neuron in the making: what excites it, how many times, and what inhibits it. */
interface Draft {
  readonly threshold: number;
  readonly excitatory: ReadonlyMap<Literal['signal'], number>;
  readonly inhibitory: ReadonlySet<Literal['signal']>;
  /** What it computes of its inputs: `and` or `or` of what excites it. */
  readonly joins: '∧' | '∨';
  /** Neurons on the longest way from an input to its output, itself included. */
  readonly depth: number;
}

/** A part of a formula, or its opposite. */
type Part = readonly [formula: Formula, negated: boolean];

const yes: Literal = { signal: alwaysActive, negated: false };
const no: Literal = { signal: alwaysActive, negated: true };

const opposite = ({ signal, negated }: Literal): Literal => ({ signal, negated: !negated });

/**
 * Neurons that compute a formula, inputs before users, the last one being the output.
 *
 * @param threshold what all neurons have (at least 2), or `'free'` where each has what it needs
 */
export function wire(formula: Formula, threshold: number | 'free'): Neuron[] {
  const wiring = new Wiring(threshold);
  return wiring.finish(wiring.literal([formula, false], true));
}

class Wiring {
  readonly #threshold: number | 'free';
  readonly #drafts: Draft[] = [];
  readonly #known = new Map<string, number>();

  constructor(threshold: number | 'free') {
    this.#threshold = threshold;
  }

  /** What a part of the formula is, as a signal or its opposite; `plain` asks for a signal where that costs nothing. */
  literal([formula, negated]: Part, plain = false): Literal {
    switch (formula.kind) {
      case 'variable':
        return { signal: formula.name, negated };
      case 'constant':
        return formula.value === negated ? no : yes;
      case 'not':
        return this.literal([formula.operand, !negated], plain);
      case 'xor':
      case 'iff':
        return this.#parity([formula, negated]);
      default: {
        const { joins, parts } = joined([formula, negated]);
        const literals = parts.map((part) => this.literal(part));
        return joins === '∧' ? this.#and(literals) : this.#or(literals, plain);
      }
    }
  }

  /** The neurons that the output needs, inputs first. */
  finish(output: Literal): Neuron[] {
    const { signal, negated } = output;
    const last = typeof signal === 'number' && !negated ? signal : this.#relay(output);
    const needed = new Set([last]);
    for (const position of needed) {
      const { excitatory, inhibitory } = this.#drafts[position];
      for (const from of [...excitatory.keys(), ...inhibitory])
        if (typeof from === 'number') needed.add(from);
    }
    const order = [...needed].sort((a, b) => this.#drafts[a].depth - this.#drafts[b].depth || a - b);
    const names = new Map(order.map((position, i) => [position, `#${i + 1}`]));
    const nameOf = (from: Literal['signal']): string =>
      typeof from === 'number' ? (names.get(from) as string) : from;
    return order.map((position) => toNeuron(this.#drafts[position], nameOf(position), nameOf));
  }

  /** A neuron that repeats one signal, or its opposite. */
  #relay({ signal, negated }: Literal): number {
    return negated ? this.#neuron('∧', [], [signal]) : this.#neuron('∧', [signal], []);
  }

  #and(literals: readonly Literal[]): Literal {
    const kept = fold(literals, no);
    if (kept.length < 2) return kept[0] ?? yes;
    const inhibitory = kept.filter(({ negated }) => negated).map(({ signal }) => signal);
    let excitatory = kept.filter(({ negated }) => !negated).map(({ signal }) => signal);
    if (excitatory.length === 1 && typeof excitatory[0] === 'number') {
      return { signal: this.#inhibited(excitatory[0], inhibitory), negated: false };
    }
    // A neuron can wait for as many signals as its threshold says; more of them are joined two and two before.
    const most = this.#threshold === 'free' ? excitatory.length : this.#threshold;
    while (excitatory.length > most) {
      excitatory = this.#shallowestFirst(excitatory);
      const taken = excitatory.splice(0, Math.min(most, excitatory.length - most + 1));
      excitatory.push(this.#neuron('∧', taken, []));
    }
    return { signal: this.#neuron('∧', excitatory, inhibitory), negated: false };
  }

  #or(literals: readonly Literal[], plain: boolean): Literal {
    const kept = fold(literals, yes);
    if (kept.length < 2) return kept[0] ?? no;
    const opposed = kept.filter(({ negated }) => negated).length;
    if (opposed === 0 || (plain && opposed === 1)) {
      const signals = kept.map((literal) => (literal.negated ? this.#relay(literal) : literal.signal));
      return { signal: this.#neuron('∨', signals, []), negated: false };
    }
    return opposite(this.#and(kept.map(opposite)));
  }

  /** Is the number of true operands odd? Two and two, as (a ∧ ¬b) ∨ (¬a ∧ b). */
  #parity(part: Part): Literal {
    const { operands, even } = parityOf(part);
    const signals = new Set<Literal['signal']>();
    let flipped = even;
    for (const operand of operands) {
      const { signal, negated } = this.literal(operand);
      if (negated) flipped = !flipped;
      if (signal === alwaysActive) flipped = !flipped;
      else if (!signals.delete(signal)) signals.add(signal);
    }
    let open = [...signals];
    while (open.length > 1) {
      open = this.#shallowestFirst(open);
      const [a, b] = open.splice(0, 2).map((signal): Literal => ({ signal, negated: false }));
      const isLast = open.length === 0;
      const { signal } = this.#either(a, isLast && flipped ? opposite(b) : b);
      if (isLast) return { signal, negated: false };
      open.push(signal);
    }
    return open.length === 0 ? (flipped ? yes : no) : { signal: open[0], negated: flipped };
  }

  #either(a: Literal, b: Literal): Literal {
    return this.#or([this.#and([a, opposite(b)]), this.#and([opposite(a), b])], true);
  }

  /** The neuron at `position`, with more that inhibits it. */
  #inhibited(position: number, more: readonly Literal['signal'][]): number {
    const { threshold, joins, excitatory, inhibitory } = this.#drafts[position];
    return this.#add(threshold, joins, excitatory, new Set([...inhibitory, ...more]));
  }

  /** Active when all (∧) or some (∨) of what excites it is, and nothing that inhibits it. */
  #neuron(
    joins: Draft['joins'],
    excitatory: readonly Literal['signal'][],
    inhibitory: readonly Literal['signal'][],
  ): number {
    const sources = excitatory.length === 0 ? [alwaysActive] : excitatory;
    const needed = joins === '∧' ? sources.length : 1;
    const threshold = this.#threshold === 'free' ? needed : this.#threshold;
    const counts = new Map<Literal['signal'], number>();
    for (const [i, source] of sources.entries()) {
      counts.set(source, joins === '∨' || i === 0 ? threshold - needed + 1 : 1);
    }
    return this.#add(threshold, joins, counts, new Set(inhibitory));
  }

  #add(
    threshold: number,
    joins: Draft['joins'],
    excitatory: Draft['excitatory'],
    inhibitory: Draft['inhibitory'],
  ): number {
    const key = [threshold, ...[...excitatory].map(([from, count]) => `${from}×${count}`).sort(), '|'].concat(
      [...inhibitory].map(String).sort(),
    );
    const known = this.#known.get(key.join(' '));
    if (known !== undefined) return known;
    let depth = 1;
    for (const from of [...excitatory.keys(), ...inhibitory])
      depth = Math.max(depth, 1 + this.#depthOf(from));
    const position = this.#drafts.push({ threshold, joins, excitatory, inhibitory, depth }) - 1;
    this.#known.set(key.join(' '), position);
    return position;
  }

  #depthOf(signal: Literal['signal']): number {
    return typeof signal === 'number' ? this.#drafts[signal].depth : 0;
  }

  #shallowestFirst(signals: readonly Literal['signal'][]): Literal['signal'][] {
    return [...signals].sort((a, b) => this.#depthOf(a) - this.#depthOf(b));
  }
}

/** A part as "and" or "or" of others: negations are pushed inwards, and what is joined alike is joined at once. */
function joined(part: Part): { joins: Draft['joins']; parts: Part[] } {
  const { joins, parts } = outermost(part) as { joins: Draft['joins']; parts: Part[] };
  const flat = parts.flatMap((inner): Part[] => {
    const own = outermost(inner);
    return own?.joins === joins ? joined(inner).parts : [inner];
  });
  return { joins, parts: flat };
}

function outermost([formula, negated]: Part): { joins: Draft['joins']; parts: Part[] } | undefined {
  switch (formula.kind) {
    case 'not':
      return outermost([formula.operand, !negated]);
    case 'and':
      return { joins: negated ? '∨' : '∧', parts: formula.operands.map((one): Part => [one, negated]) };
    case 'or':
      return { joins: negated ? '∧' : '∨', parts: formula.operands.map((one): Part => [one, negated]) };
    case 'implies': {
      // a → b → c is ¬a ∨ ¬b ∨ c.
      const last = formula.operands.length - 1;
      const parts = formula.operands.map((one, i): Part => [one, i === last ? negated : !negated]);
      return { joins: negated ? '∧' : '∨', parts };
    }
    default:
      return undefined;
  }
}

/** A part as a parity of others. `even` tells whether an even number of them must be true. */
function parityOf([formula, negated]: Part): { operands: Part[]; even: boolean } {
  if (formula.kind === 'not') return parityOf([formula.operand, !negated]);
  if (formula.kind !== 'xor' && formula.kind !== 'iff')
    return { operands: [[formula, false]], even: negated };
  const parts = formula.operands.map((operand) => parityOf([operand, false]));
  const turns = formula.kind === 'iff' ? formula.operands.length - 1 : 0;
  const even = parts.reduce((flag, inner) => flag !== inner.even, negated !== (turns % 2 === 1));
  return { operands: parts.flatMap(({ operands }) => operands), even };
}

/**
 * Literals to be joined, each once, without those that change nothing; only `absorbing` (no for "and", yes for
 * "or") where that, or a signal with its opposite, is among them.
 */
function fold(literals: readonly Literal[], absorbing: Literal): readonly Literal[] {
  const kept = new Map<Literal['signal'], Literal>();
  for (const literal of literals) {
    if (literal.signal === alwaysActive) {
      if (literal.negated === absorbing.negated) return [absorbing];
      continue;
    }
    const known = kept.get(literal.signal);
    if (known !== undefined && known.negated !== literal.negated) return [absorbing];
    kept.set(literal.signal, literal);
  }
  return [...kept.values()];
}

function toNeuron(draft: Draft, name: string, nameOf: (from: Literal['signal']) => string): Neuron {
  const { threshold, joins, excitatory, inhibitory } = draft;
  const connections: Connection[] = [
    ...[...excitatory].map(([from, count]) => ({ from: nameOf(from), kind: 'excitatory' as const, count })),
    ...[...inhibitory].map((from) => ({ from: nameOf(from), kind: 'inhibitory' as const, count: 1 })),
  ];
  const sources = [...excitatory.keys()].map(nameOf);
  const opposed = [...inhibitory].map((from) => `¬${nameOf(from)}`);
  const isBracketed = joins === '∨' && sources.length > 1 && opposed.length > 0;
  const core = isBracketed ? `(${sources.join(' ∨ ')})` : sources.join(` ${joins} `);
  const needless = core === alwaysActive && opposed.length > 0;
  return { name, threshold, connections, computes: [...(needless ? [] : [core]), ...opposed].join(' ∧ ') };
}
