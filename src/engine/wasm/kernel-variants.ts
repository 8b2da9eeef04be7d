/**
 * Which matrix products this machine runs best: the plain ones of the kernel module, or a variant (products-*.ts), a
 * module of products alone that takes their place. A variant is used where a trial shows it to be right and clearly
 * faster. `wide` adds up as `plain` does, bit for bit; the fused ones round once where the others round twice, so that a
 * sum of k products differs from the plain one by at most 2 k u Σ|a b|, u = 2^-24 for float32 and 2^-53 for float64.
 * It knows nothing of plans, nor who told V8 to widen.
 */
import { type Kernels, kernelModule, moduleOf } from './kernel-module.ts';
import { areRight, fusedGain, speedup } from './kernel-trial.ts';

export type ProductsName = 'fused' | 'wide' | 'wide-fused';

/** A module of products, packed, as the host may have it. */
export interface ProductsSource {
  readonly name: ProductsName;
  readonly packed: string;
}

/** 256 bits must make products so many times as fast. */
const WIDE_FASTER = 1.2;
/**
 * Fused arithmetic must have so many times the speed. On processors whose adders are their multipliers it gains half or
 * more; elsewhere up to a fifth. Far from both, the choice, and with it the bits of results, is the same in every run on
 * a machine.
 */
const FUSED_FASTER = 1.35;

const TILE_ROWS: Readonly<Record<Kernels['name'], number>> = { plain: 5, fused: 6, wide: 5, 'wide-fused': 6 };
const WORDS: Readonly<Record<Kernels['name'], string>> = {
  plain: '128-bit SIMD',
  fused: '128-bit SIMD with fused multiply-add',
  wide: '256-bit SIMD',
  'wide-fused': '256-bit SIMD with fused multiply-add',
};

const chosen = new Map<boolean, Kernels>();

/**
 * The fastest kernels that prove right: decided once, within some milliseconds, and kept for the life of the process.
 *
 * @param sources the variants at hand
 * @param widen tells V8 to join pairs of 128-bit operations to 256 bits, in what it compiles from then on, or not to; it
 * is left told so where that proves faster. Where it is left out, nothing is tried that changes the process.
 */
export function chooseKernels(sources: readonly ProductsSource[], widen?: (on: boolean) => void): Kernels {
  const isWidened = widen !== undefined;
  let kernels = chosen.get(isWidened);
  if (kernels === undefined) {
    const [fused, wide, wideFused] = (['fused', 'wide', 'wide-fused'] as const).map(
      (name) => sources.find((source) => source.name === name)?.packed,
    );
    const measured = isWidened ? tryWide(wide, fused, widen) : undefined;
    kernels = measured?.isFaster
      ? withFused({ name: 'wide', packed: wide }, { name: 'wide-fused', packed: wideFused }, measured.note)
      : withFused({ name: 'plain', packed: undefined }, { name: 'fused', packed: fused }, measured?.note);
    chosen.set(isWidened, kernels);
  }
  return kernels;
}

/** Products as they are named, and their module where it is not the kernel module itself. */
interface Variant {
  readonly name: Kernels['name'];
  readonly packed: string | undefined;
}

/** Measures 256 bits, where V8 is new enough to know relaxed SIMD: older ones do not know how to widen. */
function tryWide(
  wide: string | undefined,
  fused: string | undefined,
  widen: (on: boolean) => void,
): { isFaster: boolean; note: string } {
  const module = supported(wide);
  if (module === undefined || supported(fused) === undefined) {
    return { isFaster: false, note: 'this runtime has no 256-bit SIMD' };
  }
  const factor = speedup(module, () => widen(true));
  const isRight = areRight(module, false);
  const isFaster = isRight && factor >= WIDE_FASTER;
  if (!isFaster) widen(false);
  const note = isRight
    ? `${WORDS.wide} is ${factor.toFixed(2)} times as fast as ${WORDS.plain}`
    : `${WORDS.wide} computes wrongly here`;
  return { isFaster, note };
}

/** The fused variant if fused arithmetic gains, else the one without. */
function withFused(without: Variant, fused: Variant, measured?: string): Kernels {
  const explained = (variant: Variant, note: string): Kernels =>
    kernelsOf(variant, [measured, note].filter(Boolean).join('; '));
  if (fused.packed === undefined) return explained(without, '');
  const module = supported(fused.packed);
  if (module === undefined) return explained(without, 'this runtime has no relaxed SIMD');
  const gain = fusedGain(module);
  const note = `fused multiply-add has ${gain.toFixed(2)} times the speed of two operations`;
  if (gain < FUSED_FASTER) return explained(without, note);
  if (!areRight(module, true)) return explained(without, 'fused multiply-add computes wrongly here');
  return explained(fused, note);
}

function kernelsOf({ name, packed }: Variant, note: string): Kernels {
  return {
    name,
    explanation: note === '' ? WORDS[name] : `${WORDS[name]} (${note})`,
    tileRows: TILE_ROWS[name],
    isWide: name.startsWith('wide'),
    modules: (shared) => [kernelModule(shared), ...(packed === undefined ? [] : [moduleOf(packed, shared)])],
  };
}

/** The compiled module, where the runtime knows its instructions. */
function supported(packed: string | undefined): WebAssembly.Module | undefined {
  try {
    return packed === undefined ? undefined : moduleOf(packed, false);
  } catch {
    return undefined;
  }
}
