/**
 * Finds the machine's own BLAS library with the C interface: OpenBLAS, MKL, BLIS or Accelerate. What is found can
 * be called by `bindBlas`. It multiplies nothing and knows no engine.
 *
 * What is refused, unless HEBB_BLAS names it: builds for one thread only (two threads that call them at once may
 * corrupt each other's work), and libraries of none of the four names, such as the reference BLAS, which is
 * slower than Hebb's own kernels. Builds with 64-bit sizes are always refused: they read other arguments.
 *
 * OpenBLAS and MKL choose their kernels by the processor as they are loaded. Hebb leaves the choice to them and to
 * their own environment variables (OPENBLAS_CORETYPE); `coreType` says what was chosen.
 */
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type koffiPackage from 'koffi';

type Koffi = typeof koffiPackage;
type Handle = ReturnType<Koffi['load']>;

export interface BlasLibrary {
  /** What `bindBlas` loads: the file, or the name the system finds it by. */
  readonly path: string;
  /** `CBLAS` is a library of another name that HEBB_BLAS asked for. */
  readonly name: 'OpenBLAS' | 'MKL' | 'BLIS' | 'Accelerate' | 'CBLAS';
  /** Where the library tells. */
  readonly version?: string;
  /** The processor its kernels are for, where the library tells: OpenBLAS's `Haswell`, `SkylakeX` … */
  readonly coreType?: string;
  /** Where the package koffi is; for `require`, in workers too. */
  readonly koffiPath: string;
}

/** What looking for a library came to: one, or the sentence that says why there is none. */
export type BlasSearch =
  | { readonly library: BlasLibrary; readonly missing?: undefined }
  | {
      readonly library?: undefined;
      /** The package koffi, any library, or the one that HEBB_BLAS names. */
      readonly missing: 'koffi' | 'library' | 'named library';
      readonly reason: string;
    };

let found: BlasSearch | undefined;

/**
 * The machine's BLAS library, looked for once in a process (in a worker: once more there); undefined without
 * one or without the package koffi. HEBB_BLAS, if set, names the one file that is tried.
 *
 * @example
 * findBlas()?.name; // 'OpenBLAS'
 */
export function findBlas(): BlasLibrary | undefined {
  return searchBlas().library;
}

/** As `findBlas`, but says why there is none. */
export function searchBlas(): BlasSearch {
  found ??= search();
  return found;
}

function search(): BlasSearch {
  const require = createRequire(import.meta.url);
  let koffi: Koffi;
  let koffiPath: string;
  try {
    koffiPath = require.resolve('koffi');
    koffi = require(koffiPath) as Koffi;
  } catch {
    return { missing: 'koffi', reason: 'the package koffi, through which libraries are called, is missing.' };
  }
  const asked = process.env.HEBB_BLAS ?? '';
  const refusals: string[] = [];
  for (const path of asked === '' ? candidates() : [asked]) {
    let handle: Handle;
    try {
      handle = koffi.load(path);
    } catch (error) {
      if (asked !== '') refusals.push(`cannot be loaded: ${error instanceof Error ? error.message : error}`);
      continue;
    }
    const about = identify(handle, path);
    const refusal = refusalOf(about, handle, asked !== '');
    if (refusal === undefined) {
      const { name, version, coreType } = about;
      return { library: { path: fileOf(koffi, handle) ?? path, name, version, coreType, koffiPath } };
    }
    handle.unload();
    refusals.push(asked === '' ? `${path} ${refusal}` : refusal);
  }
  if (asked !== '')
    return { missing: 'named library', reason: `HEBB_BLAS names ${asked}, which ${refusals[0]}.` };
  const rest = refusals.length === 0 ? '' : ` (${refusals.join('; ')})`;
  return { missing: 'library', reason: `there is no OpenBLAS, MKL, BLIS or Accelerate here${rest}.` };
}

/** By platform: where to look besides the system's own places (its library cache, LD_LIBRARY_PATH, PATH), and for what. */
const systems: Readonly<Record<string, { folders: readonly string[]; files: readonly string[] }>> = {
  linux: {
    folders: [],
    files: [
      'libopenblasp.so.0', // Fedora's build with threads; its libopenblas.so.0 has none
      'libopenblas.so.0',
      'libopenblas.so',
      'libmkl_rt.so.3',
      'libmkl_rt.so.2',
      'libblis.so.4',
      'libblis-mt.so.4',
      'libcblas.so.3',
      'libblas.so.3',
    ],
  },
  darwin: {
    folders: ['/opt/homebrew/opt/openblas/lib', '/usr/local/opt/openblas/lib'],
    files: ['libopenblas.dylib'],
  },
  win32: {
    folders: [],
    files: ['libopenblas.dll', 'openblas.dll', 'mkl_rt.3.dll', 'mkl_rt.2.dll', 'libblis.dll'],
  },
};

/** Accelerate first, which alone reaches the matrix units of Apple's processors; then an active conda environment, which is newer than the system as a rule. */
function candidates(): string[] {
  const { platform, env } = process;
  const { folders, files } = systems[platform] ?? systems.linux;
  const { CONDA_PREFIX = '' } = env;
  const conda = join(CONDA_PREFIX, ...(platform === 'win32' ? ['Library', 'bin'] : ['lib']));
  const places = CONDA_PREFIX === '' ? folders : [conda, ...folders];
  const paths = places.flatMap((folder) => files.map((file) => join(folder, file)));
  const accelerate = '/System/Library/Frameworks/Accelerate.framework/Accelerate';
  return [
    ...(platform === 'darwin' ? [accelerate] : []),
    ...paths.filter((path) => existsSync(path)),
    ...files,
  ];
}

type Identity = Pick<BlasLibrary, 'name' | 'version' | 'coreType'> & {
  readonly hasLongSizes?: boolean;
  readonly isSerial?: boolean;
};

/** Which library it is, told by the functions that it alone has. */
function identify(handle: Handle, path: string): Identity {
  const text = (name: string): string | undefined => call(() => handle.func(name, 'str', [])());
  const config = text('openblas_get_config');
  if (config !== undefined) {
    return {
      name: 'OpenBLAS',
      version: /^OpenBLAS (\S+)/.exec(config)?.[1],
      coreType: text('openblas_get_corename'),
      hasLongSizes: config.includes('USE64BITINT'),
      isSerial: call(() => handle.func('openblas_get_parallel', 'int', [])()) === 0,
    };
  }
  const bits = call(() => handle.func('bli_info_get_blas_int_type_size', 'int64_t', [])());
  if (bits !== undefined) {
    return {
      name: 'BLIS',
      version: text('bli_info_get_version_str'),
      hasLongSizes: Number(bits) === 64,
    };
  }
  // MKL must know before its first product that it shall not start threads; 1 is MKL_THREADING_SEQUENTIAL
  if (call(() => handle.func('MKL_Set_Threading_Layer', 'int', ['int'])(1)) !== undefined) {
    const buffer = Buffer.alloc(200);
    call(() => handle.func('MKL_Get_Version_String', 'void', ['void *', 'int'])(buffer, buffer.length));
    return { name: 'MKL', version: /Version (\S+)/.exec(buffer.toString('latin1'))?.[1] };
  }
  return { name: /\bAccelerate$/.test(path) ? 'Accelerate' : 'CBLAS' };
}

function refusalOf(
  { name, hasLongSizes, isSerial }: Identity,
  handle: Handle,
  asked: boolean,
): string | undefined {
  const complete = ['cblas_sgemm', 'cblas_dgemm', 'cblas_sgemv', 'cblas_dgemv'].every(
    (symbol) => call(() => handle.symbol(symbol)) !== undefined,
  );
  if (!complete) return 'lacks the C interface (cblas_sgemm)';
  if (hasLongSizes === true) return 'is built with 64-bit sizes';
  if (isSerial === true && !asked) return 'is built for one thread only';
  return name === 'CBLAS' && !asked ? 'is none of the fast ones' : undefined;
}

/** The file a library was loaded from, which the dynamic linker of Linux and macOS can tell. */
function fileOf(koffi: Koffi, handle: Handle): string | undefined {
  return call(() => {
    const info = koffi.struct({ file: 'str', base: 'intptr_t', symbol: 'str', address: 'intptr_t' });
    const dladdr = koffi.load(null).func('dladdr', 'int', ['void *', koffi.out(koffi.pointer(info))]);
    const about = { file: '' };
    dladdr(handle.symbol('cblas_sgemm'), about);
    return realpathSync(about.file);
  });
}

/** What a function of the library gives; undefined if the library has no such function. */
function call<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
