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
    if (this.#stops) this.#process.kill('SIGCONT');
    const [begin, used] = [performance.now(), machineTime()];
    this.#process.stdin.write(`${JSON.stringify(message)}\n`);
    const { value, done } = await this.#lines.next();
    const wall = performance.now() - begin;
    if (done) throw new Error(`${this.name} died at '${message.do}'.\n${this.#complaints}`);
    if (this.#stops) this.#process.kill('SIGSTOP');
    const answer = JSON.parse(value);
    if (answer.error !== undefined)
      throw new Error(`${this.name} failed at '${message.do}': ${answer.error}`);
    if (answer.cpu === undefined) return answer;
    const others = (machineTime() - used - answer.cpu) / (wall * cpus().length);
    return { ...answer, strangers: Math.max(0, others) };
  }

  /** Ends the process. */
  close() {
    this.#process.kill('SIGCONT');
    this.#process.stdin.end();
    this.#process.kill('SIGTERM');
  }
}
