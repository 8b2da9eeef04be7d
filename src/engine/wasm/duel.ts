/**
 * Decides by measuring whether sharing work with other threads pays. Both ways give the same bits, so they can
 * be tried on the work itself, in turns; the faster one then has its way for a while, longer each time it wins
 * again. It knows nothing of what is run.
 */

export type Way = 'alone' | 'together';

/** Turns each way has in a contest; the best of them counts, which forgives disturbances from outside. */
const TURNS = 2;
/** Milliseconds of a turn, but at least one step. */
const TURN_TIME = 1;
/** The winner has its way for so many times what the contest took … */
const REST = 4;
/** … twice as long with every further win, up to this factor: a core that becomes free is worth a look. */
const MAX_PATIENCE: Readonly<Record<Way, number>> = { alone: 8, together: 16 };
/** A ratio below this is a tie: perhaps a worker woke up late, or cores are about to be free. One looks again soon. */
const TIE = 1.1;

export class Duel {
  readonly #best: Record<Way, number> = {
    alone: Number.POSITIVE_INFINITY,
    together: Number.POSITIVE_INFINITY,
  };
  /** Turns taken in this contest. */
  #turns = 0;
  #spent = 0;
  /** Milliseconds that the winner still has. */
  #rest = 0;
  #patience = 1;
  #winner: Way = 'alone';
  #speedup: number | undefined;

  /** Time of one thread over that of several, as measured last. */
  get speedup(): number | undefined {
    return this.#speedup;
  }

  /** Which way the next steps go, and how many of `left`. */
  next(left: number): { way: Way; steps: number } {
    if (this.#rest > 0) return { way: this.#winner, steps: left };
    const way = this.#turns % 2 === 0 ? 'alone' : 'together';
    const known = Math.min(this.#best.alone, this.#best.together);
    const steps = Number.isFinite(known) ? Math.floor(TURN_TIME / Math.max(known, 1e-3)) : 1;
    return { way, steps: Math.min(left, Math.max(1, steps)) };
  }

  /** So long it took. */
  record(way: Way, milliseconds: number, steps: number): void {
    if (this.#rest > 0) {
      this.#rest -= milliseconds;
      return;
    }
    this.#best[way] = Math.min(this.#best[way], milliseconds / steps);
    this.#spent += milliseconds;
    this.#turns++;
    if (this.#turns === 2 * TURNS) this.#decide();
  }

  #decide(): void {
    const { alone, together } = this.#best;
    const winner = together < alone ? 'together' : 'alone';
    const isClear = Math.max(alone, together) >= TIE * Math.min(alone, together);
    const again = winner === this.#winner && isClear;
    this.#patience = again ? Math.min(2 * this.#patience, MAX_PATIENCE[winner]) : 1;
    this.#winner = winner;
    this.#speedup = alone / together;
    this.#rest = REST * this.#patience * this.#spent;
    this.#best.alone = Number.POSITIVE_INFINITY;
    this.#best.together = Number.POSITIVE_INFINITY;
    this.#turns = 0;
    this.#spent = 0;
  }
}
