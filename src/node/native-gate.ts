/**
 * Keeps threads alive while they load native code: a thread that is ended in the midst of it takes the whole process
 * along, since the native side can neither go on nor throw. Whoever ends threads waits for those that are inside, and
 * who comes later waits outside. It knows nothing of what is loaded.
 */
import { getEnvironmentData, setEnvironmentData, type Worker } from 'node:worker_threads';

/** Under this name threads find the gate of the thread that started them. */
const NAME = 'hebb-native-gate';
/** Milliseconds; loading takes some 10. */
const PATIENCE = 2000;
/** The words of a gate: threads inside, and how many want it shut. */
const [INSIDE, SHUT] = [0, 1];

/** The gate that this thread passes, if another thread has started it, and that of the threads it starts. */
interface Gates {
  readonly parents: Int32Array | undefined;
  readonly own: Int32Array;
}

/** All copies of this module in a thread share them. */
const place = globalThis as { [key: symbol]: Gates | undefined };
const key: symbol = Symbol.for(NAME);
place[key] ??= makeGates();
const { parents, own }: Gates = place[key];

function makeGates(): Gates {
  const gates = {
    parents: getEnvironmentData(NAME) as Int32Array | undefined,
    own: new Int32Array(new SharedArrayBuffer(8)),
  };
  setEnvironmentData(NAME, gates.own);
  process.once('exit', shut);
  return gates;
}

/** Load native code: undisturbed, in a thread that Hebb or a program with Hebb has started. */
export function loadNative<T>(load: () => T): T {
  return parents === undefined ? load() : passGate(parents, load);
}

/** The text of a function like `loadNative`, for the script of a worker. */
export const loadNativeScript: string = `((load) => (${passGate})(require('node:worker_threads').getEnvironmentData('${NAME}'), load))`;

/** End threads, none of them while it loads native code. */
export async function endThreads(threads: readonly Worker[]): Promise<void> {
  shut();
  try {
    await Promise.all(threads.map((thread) => thread.terminate()));
  } finally {
    Atomics.sub(own, SHUT, 1);
    Atomics.notify(own, SHUT);
  }
}

function shut(): void {
  Atomics.add(own, SHUT, 1);
  const deadline = performance.now() + PATIENCE;
  for (let left = PATIENCE; left > 0; left = deadline - performance.now()) {
    const inside = Atomics.load(own, INSIDE);
    if (inside === 0) return;
    Atomics.wait(own, INSIDE, inside, left);
  }
}

/** Uses nothing from outside itself: its text goes into scripts. */
function passGate<T>(gate: Int32Array, load: () => T): T {
  const [inside, shut] = [0, 1];
  const leave = (): void => {
    Atomics.sub(gate, inside, 1);
    Atomics.notify(gate, inside);
  };
  for (;;) {
    Atomics.add(gate, inside, 1);
    const wish = Atomics.load(gate, shut);
    if (wish === 0) break;
    leave();
    Atomics.wait(gate, shut, wish);
  }
  try {
    return load();
  } finally {
    leave();
  }
}
