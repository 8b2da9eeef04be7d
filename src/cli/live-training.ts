/**
 * A training shown live in the studio: what it is and how it goes, as events that pages at `#live` listen to. Who comes
 * late hears of everything from the beginning. It knows nothing of the page.
 */
import type { ServerResponse } from 'node:http';
import type { EpochLogs, TrainingCallback } from '../estimators/mlp/options.ts';
import type { Extra, StaticSite } from '../node/static-site.ts';
import { openBrowser, serveStudio } from './studio-site.ts';

/** Milliseconds that a page may take to open, and to show the end. */
const PATIENCE = 10_000;

/** What is trained. */
export interface LiveFacts {
  readonly table: string;
  readonly target: string;
  readonly rows: number;
  readonly scoreName: string;
}

/** A score of the network, and the baseline's, as people read them. */
export interface LiveScore {
  readonly name: string;
  readonly network: string;
  readonly baseline: string;
}

type Event =
  | ({ readonly kind: 'begin' } & LiveFacts)
  | {
      readonly kind: 'epoch';
      readonly epoch: number;
      readonly maxIter: number;
      readonly loss: number;
      readonly score: number | null;
    }
  | { readonly kind: 'end'; readonly scores: readonly LiveScore[] };

export class LiveTraining implements TrainingCallback {
  readonly #events: string[] = [];
  readonly #pages = new Set<ServerResponse>();
  readonly #isOpened: boolean;
  #site: StaticSite | undefined;
  #arrive: () => void = () => {};
  #finish: () => void = () => {};
  readonly #arrived = new Promise<void>((resolve) => {
    this.#arrive = resolve;
  });
  readonly #seen = new Promise<void>((resolve) => {
    this.#finish = resolve;
  });

  private constructor(facts: LiveFacts, isOpened: boolean) {
    this.#isOpened = isOpened;
    this.#say({ kind: 'begin', ...facts });
  }

  /** @param opens open the browser, too */
  static async open(facts: LiveFacts, opens: boolean): Promise<LiveTraining> {
    const live = new LiveTraining(facts, opens);
    live.#site = await serveStudio({ extra: live.#answer });
    if (opens) openBrowser(live.address);
    return live;
  }

  get address(): string {
    return `${this.#site?.url}/#live`;
  }

  onEpochEnd = ({ epoch, maxIter, loss, validationScore }: EpochLogs): void => {
    this.#say({ kind: 'epoch', epoch, maxIter, loss, score: validationScore ?? null });
  };

  /** Training is over and tested. Resolves when the pages that listen have shown it. */
  async end(scores: readonly LiveScore[]): Promise<void> {
    this.#say({ kind: 'end', scores });
    const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE).unref());
    if (this.#isOpened) await Promise.race([this.#arrived, patience]);
    if (this.#pages.size > 0) await Promise.race([this.#seen, patience]);
  }

  async close(): Promise<void> {
    for (const page of this.#pages) page.end();
    await this.#site?.close();
  }

  #say(event: Event): void {
    const text = `data: ${JSON.stringify(event)}\n\n`;
    this.#events.push(text);
    for (const page of this.#pages) page.write(text);
  }

  readonly #answer: Extra = (path, _request, response) => {
    if (path === '/live/seen') {
      this.#finish();
      response.writeHead(204).end();
      return true;
    }
    if (path !== '/live') return false;
    response.setHeader('Content-Type', 'text/event-stream');
    response.write(this.#events.join(''));
    this.#pages.add(response);
    response.on('close', () => this.#pages.delete(response));
    this.#arrive();
    return true;
  };
}
