/**
 * What this machine has for Hebb: Node, the processor, what its WebAssembly can do, and a BLAS library or how to
 * install one. It measures nothing and prints nothing.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { version } from '../core/version.ts';
import { type BlasSearch, searchBlas } from '../engine/blas/find-blas.ts';

export interface MachineFacts {
  readonly hebb: string;
  readonly node: string;
  readonly platform: string;
  readonly arch: string;
  readonly processor: string;
  /** Threads that can run at once. */
  readonly cores: number;
  readonly webAssembly: {
    readonly simd: boolean;
    readonly relaxedSimd: boolean;
    /** Memory that threads can share. */
    readonly sharedMemory: boolean;
  };
  readonly blas: BlasFacts;
}

export type BlasFacts =
  | {
      readonly name: string;
      readonly version?: string;
      readonly coreType?: string;
      readonly path: string;
      /** What would make it faster. */
      readonly advice?: string;
    }
  | {
      readonly name: null;
      readonly reason: string;
      /** Commands that install what is missing, in order. */
      readonly install: readonly string[];
    };

/** What is here. Loads the BLAS library, if there is one. */
export function machineFacts(): MachineFacts {
  const { platform, arch, versions } = process;
  return {
    hebb: version,
    node: versions.node,
    platform,
    arch,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    webAssembly: {
      // i8x16.popcnt and i8x16.relaxed_swizzle of splats of 0
      simd: compiles([0x41, 0, 0xfd, 15, 0xfd, 98]),
      relaxedSimd: compiles([0x41, 0, 0xfd, 15, 0x41, 0, 0xfd, 15, 0xfd, 0x80, 2]),
      sharedMemory: typeof SharedArrayBuffer === 'function' && hasSharedMemory(),
    },
    blas: blasFacts(searchBlas(), {
      platform,
      system: textOf('/etc/os-release'),
      flags: textOf('/proc/cpuinfo'),
      forced: process.env.OPENBLAS_CORETYPE,
    }),
  };
}

/** Does WebAssembly know these instructions, which leave a v128 behind? */
function compiles(instructions: readonly number[]): boolean {
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const types = [1, 5, 1, 0x60, 0, 1, 0x7b];
  const functions = [3, 2, 1, 0];
  const body = [0, ...instructions, 0x0b];
  const code = [10, body.length + 2, 1, body.length, ...body];
  return WebAssembly.validate(new Uint8Array([...header, ...types, ...functions, ...code]));
}

function hasSharedMemory(): boolean {
  try {
    const { buffer } = new WebAssembly.Memory({ initial: 0, maximum: 0, shared: true });
    return (buffer as ArrayBufferLike) instanceof SharedArrayBuffer;
  } catch {
    return false;
  }
}

/** The text of a small file of the system's, empty where there is none. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** What tells how to install a library, and whether the one found does its best. */
interface Surroundings {
  readonly platform: string;
  /** /etc/os-release of a Linux. */
  readonly system: string;
  /** /proc/cpuinfo of a Linux. */
  readonly flags: string;
  /** OPENBLAS_CORETYPE. */
  readonly forced?: string;
}

/** What a search for a library came to, for people. */
export function blasFacts(search: BlasSearch, around: Surroundings): BlasFacts {
  if (search.library !== undefined) {
    const { name, version, coreType, path } = search.library;
    return { name, version, coreType, path, advice: adviceOn(coreType, around) };
  }
  const { missing, reason } = search;
  const install = [
    ...(missing === 'koffi' ? ['npm install koffi'] : []),
    ...(missing === 'named library' || around.platform === 'darwin' ? [] : [libraryCommand(around)]),
  ];
  return { name: null, reason, install };
}

/** OpenBLAS's kernels for processors with 256 bits run at half the speed of one with 512. */
function adviceOn(coreType: string | undefined, { flags, forced = '' }: Surroundings): string | undefined {
  if (!/\bavx512vl\b/.test(flags) || !/^(Haswell|Zen|Sandybridge)$/i.test(coreType ?? '')) return undefined;
  return forced === ''
    ? `this processor has AVX-512, and the library chose kernels without; OPENBLAS_CORETYPE=SkylakeX in the environment may double its speed.`
    : `this processor has AVX-512, but OPENBLAS_CORETYPE=${forced} in the environment asks for kernels without; unset it.`;
}

/** Debian's and Ubuntu's, Fedora's, … names of an OpenBLAS with threads. */
function libraryCommand({ platform, system }: Surroundings): string {
  const family = [...system.matchAll(/^ID(?:_LIKE)?=(.*)$/gm)].map(([, ids]) => ids).join(' ');
  const commands: readonly (readonly [family: RegExp, command: string])[] = [
    [/\b(debian|ubuntu)\b/, 'sudo apt install libopenblas0-pthread'],
    [/\b(fedora|rhel)\b/, 'sudo dnf install openblas-threads'],
    [/\bsuse\b/, 'sudo zypper install libopenblas_pthreads0'],
    [/\barch\b/, 'sudo pacman -S openblas'],
    [/\balpine\b/, 'sudo apk add openblas'],
  ];
  const known = platform === 'linux' ? commands.find(([names]) => names.test(family)) : undefined;
  return known?.[1] ?? 'conda install -c conda-forge openblas';
}
