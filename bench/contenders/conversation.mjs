/**
 * How a contender written in JavaScript talks with the runner: one JSON object a line comes in, one goes out, in
 * turn. A message names what to do; every answer to a timed one has `ms`, and `cpu`, the processor time used.
 * It knows nothing of networks.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** Answers messages by the handlers of their names until the input ends. */
export async function converse(handlers) {
  const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
  for await (const line of createInterface({ input: process.stdin })) {
    const message = JSON.parse(line);
    try {
      const handler = handlers[message.do];
      if (handler === undefined) say({ missing: `it has no '${message.do}'` });
      else say((await handler(message)) ?? {});
    } catch (error) {
      say({ error: String(error.stack ?? error) });
    }
  }
  process.exit(0);
}

/** Starts to time; the function it returns tells the wall and processor time since, in milliseconds. */
export function stopwatch() {
  const [begin, cpu] = [performance.now(), process.cpuUsage()];
  return () => {
    const ms = performance.now() - begin;
    const { user, system } = process.cpuUsage(cpu);
    return { ms, cpu: (user + system) / 1000 };
  };
}

/** The first so many numbers of a file as a typed array, read right into it. */
export function readNumbers(path, dtype, count) {
  const Numbers = { float32: Float32Array, float64: Float64Array, int32: Int32Array }[dtype];
  const numbers = new Numbers(count);
  const bytes = new Uint8Array(numbers.buffer);
  const file = openSync(path);
  for (let read = 0; read < bytes.length; ) {
    const more = readSync(file, bytes, read, bytes.length - read, null);
    if (more === 0) throw new Error(`${path} ends after ${read} bytes.`);
    read += more;
  }
  closeSync(file);
  return numbers;
}

/** X and y of a task. */
export function readTask({ sizes, rows, dtype, files }) {
  const X = { data: readNumbers(files.X, dtype, rows * sizes[0]), shape: [rows, sizes[0]] };
  return { X, y: readNumbers(files.y, sizes.at(-1) === 1 ? dtype : 'int32', rows) };
}

/** Largest size of this process in memory so far, in bytes. */
export const peakMemory = () => ({ bytes: process.resourceUsage().maxRSS * 1024 });

/** Milliseconds of the fastest of a few calls. */
export async function fastest(times, work) {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) {
    const begin = performance.now();
    await work();
    best = Math.min(best, performance.now() - begin);
  }
  return best;
}

/** Microseconds a call takes in the long run, after some calls to warm up: the median of five blocks. */
export async function microseconds(calls, work) {
  const blocks = [];
  for (let block = 0; block < 6; block++) {
    const begin = performance.now();
    for (let i = 0; i < calls; i++) await work();
    blocks.push(((performance.now() - begin) * 1000) / calls);
  }
  return blocks.slice(1).toSorted((a, b) => a - b)[2];
}
