/**
 * A contender as the runner sees it: a process that answers one message at a time and is stopped (SIGSTOP) while
 * another one has its turn, so that nobody spins beside who is measured. It knows nothing of what messages mean.
 */
import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { createInterface } from 'node:readline';

/** Processor time used by the whole machine so far, in milliseconds. */
const machineTime = () =>
  cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);

export class Contender {
  #process;
  #lines;
  #complaints = '';
  #stops;

  /** @param entry one of the line-up; `stops: false` leaves the process running between turns */
  constructor(entry, { stops = process.platform !== 'win32' } = {}) {
    Object.assign(this, entry);
    this.#stops = stops;
    const [program, ...words] = entry.command;
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...entry.env };
    this.#process = spawn(program, words, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#process.stderr.on('data', (text) => {
      this.#complaints = `${this.#complaints}${text}`.slice(-2000);
    });
    this.#process.on('error', () => {});
    this.#process.stdin.on('error', () => {});
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /**
   * The answer to a message. `strangers`: the share of the machine that went to other processes meanwhile.
   *
   * @throws Error when the contender fails or dies; an answer with `missing` is none
   */
  async ask(message) {
    return (await this.askAgain(message, 1))[0];
  }

  /** The answers to a message sent so many times over, which is done without a pause. */
  async askAgain(message, times) {
    if (this.#stops) this.#process.kill('SIGCONT');
    const [begin, used] = [performance.now(), machineTime()];
    this.#process.stdin.write(`${JSON.stringify(message)}\n`.repeat(times));
    const answers = [];
    for (let i = 0; i < times; i++) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error(`${this.name} died at '${message.do}'.\n${this.#complaints}`);
      answers.push(JSON.parse(value));
    }
    const wall = performance.now() - begin;
    if (this.#stops) this.#process.kill('SIGSTOP');
    const failure = answers.find(({ error }) => error !== undefined);
    if (failure) throw new Error(`${this.name} failed at '${message.do}': ${failure.error}`);
    if (answers[0].cpu === undefined) return answers;
    const own = answers.reduce((sum, { cpu }) => sum + cpu, 0);
    const others = Math.max(0, (machineTime() - used - own) / (wall * cpus().length));
    return answers.map((answer) => ({ ...answer, strangers: others }));
  }

  /** Ends the process. */
  close() {
    this.#process.kill('SIGCONT');
    this.#process.stdin.end();
    this.#process.kill('SIGTERM');
  }
}
