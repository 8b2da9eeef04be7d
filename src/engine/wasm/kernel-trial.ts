/**
 * Tries modules of matrix products on this machine: are they right, and do they gain? A runtime compiles functions anew
 * in the background while they run, which no measurement may mistake for a difference between two of them.
 * It knows nothing of what is decided by its answers.
 */
import { kernelModule } from './kernel-module.ts';

/** Measurements of each that count, an odd number. */
const MEASUREMENTS = 15;
/** Milliseconds to wait for a runtime to compile in earnest. */
const PATIENCE = 60;
/** Milliseconds of one measurement at least: clocks in browsers are coarse. */
const MEASUREMENT = 0.2;
/** What got so many times faster has been compiled in earnest. */
const IN_EARNEST = 1.5;

type Exports = Record<string, (...args: number[]) => number>;
type Width = 'f32' | 'f64';

interface Shape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA?: boolean;
}

/** A shape in which tiles are whole, whatever their size. */
const TIMED: Shape = { m: 30, n: 32, k: 128 };
/** Shapes with edges of all kinds, one so deep that sums are carried on. */
const CHECKED: readonly Shape[] = [
  TIMED,
  { m: 13, n: 51, k: 40 },
  { m: 8, n: 7, k: 520, transposeA: true },
  { m: 17, n: 1, k: 70 },
];

const [A, B, PACKED, OUT, SCRATCH, PAGES] = [0x10000, 0x20000, 0x30000, 0x40000, 0x50000, 7];

/**
 * How many times as fast as multiplying and then adding one fused operation is on this processor: near 1 where adders
 * and multipliers are two things, near 2 where they are one. Both are loops of one function of the module, which is
 * compiled anew for both at once.
 */
export function fusedGain(module: WebAssembly.Module): number {
  const { fused_probe: probe } = instance(module).exports;
  const [separate, fused] = [() => probe(0, 500), () => probe(1, 500)];
  warmUp(() => {
    separate();
    fused();
  });
  return race(separate, fused);
}

/** How many times as fast as the plain kernels a module computes a product. `widen` is called between the two. */
export function speedup(module: WebAssembly.Module, widen: () => void): number {
  const [mine, plain] = [module, kernelModule(false)].map((each) => instance(each).exports);
  const [one, other] = [plain, mine].map((exports) => () => multiply(exports, 'f32', TIMED, true));
  // What has been compiled in earnest before stays as it is.
  warmUp(one);
  widen();
  warmUp(other);
  return race(one, other);
}

/** Runs until the runtime has compiled in earnest, or has had time enough for it. */
function warmUp(run: () => void): void {
  const begin = performance.now();
  const first = Math.min(...[1, 1, 1].map((times) => timeOf(run, times)));
  while (performance.now() - begin < PATIENCE && timeOf(run, 1) * IN_EARNEST > first);
}

/** Time of one over that of another, the median of measurements in turns: what disturbs one disturbs the other. */
function race(one: () => void, other: () => void): number {
  const ratios: number[] = [];
  let times = 1;
  while (ratios.length < MEASUREMENTS) {
    const [a, b] = [timeOf(one, times), timeOf(other, times)];
    if (Math.min(a, b) * times < MEASUREMENT) times *= 2;
    else ratios.push(a / b);
  }
  return ratios.sort((a, b) => a - b)[MEASUREMENTS >> 1];
}

/** Milliseconds of one run, out of several. */
function timeOf(run: () => void, times: number): number {
  const from = performance.now();
  for (let i = 0; i < times; i++) run();
  return (performance.now() - from) / times;
}

/** Does the module compute what the plain kernels do, to the bit, or within the rounding of fused sums? */
export function areRight(module: WebAssembly.Module, fused: boolean): boolean {
  const both = [instance(module), instance(kernelModule(false))];
  return (['f32', 'f64'] as const).every((width) => {
    const [found, expected] = both.map((each) => results(each, width, (x) => x));
    if (!fused) return found.every((x, i) => Object.is(x, expected[i]));
    const magnitudes = results(both[1], width, Math.abs);
    const unit = width === 'f32' ? 2 ** -24 : 2 ** -53;
    const deepest = Math.max(...CHECKED.map(({ k }) => k));
    return found.every((x, i) => Math.abs(x - expected[i]) <= 2 * deepest * unit * magnitudes[i]);
  });
}

interface Instance {
  readonly exports: Exports;
  readonly memory: WebAssembly.Memory;
}

function instance(module: WebAssembly.Module): Instance {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: 65536 });
  return { exports: new WebAssembly.Instance(module, { env: { memory } }).exports as Exports, memory };
}

/** All products of the shapes to be checked, one after the other, of numbers that a function changes. */
function results({ exports, memory }: Instance, width: Width, change: (x: number) => number): number[] {
  const view = (at: number, length: number): Float32Array | Float64Array =>
    width === 'f32'
      ? new Float32Array(memory.buffer, at, length)
      : new Float64Array(memory.buffer, at, length);
  let state = 1;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return change(state / 2 ** 31 - 1);
  };
  return CHECKED.flatMap((shape) => {
    const { m, n, k } = shape;
    view(A, m * k).forEach((_, i, all) => {
      all[i] = next();
    });
    view(B, k * n).forEach((_, i, all) => {
      all[i] = next();
    });
    return [true, false].flatMap((packed) => {
      if (packed) exports[`matmul_pack_${width}`](B, PACKED, k, n, n, 0);
      multiply(exports, width, shape, packed);
      return [...view(OUT, m * n)];
    });
  });
}

function multiply(exports: Exports, width: Width, { m, n, k, transposeA }: Shape, packed: boolean): void {
  const left = transposeA ? [A, 1, m] : [A, k, 1];
  const right = packed ? [PACKED] : [B, n];
  exports[`matmul${packed ? '' : '_direct'}_${width}`](...left, ...right, OUT, n, m, n, k, 0, SCRATCH);
}
