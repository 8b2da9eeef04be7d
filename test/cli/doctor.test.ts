/** `hebb doctor`: what it tells of this machine, and what it would tell of others; all it measures is in doctor.slow.test.ts. */
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { contenders, engineSpeed } from '../../src/cli/engine-speed.ts';
import { blasFacts } from '../../src/cli/machine-facts.ts';
import { findBlas } from '../../src/engine/blas/find-blas.ts';
import { hebb } from './fake-terminal.ts';

const library = findBlas();

test('tells what this machine has before it measures, which can be interrupted', async () => {
  const { code, stdout, stderr } = await hebb(['doctor'], {
    isTerminal: true,
    interrupt: { at: 'Measuring', times: 1 },
  });
  expect(code).toBe(130);
  const plain = stripVTControlCharacters(stdout);
  expect(plain).toContain(`Node         ${process.versions.node}, ${process.platform} ${process.arch}\n`);
  expect(plain).toMatch(/\nWebAssembly {2}SIMD, (no )?relaxed SIMD, shared memory\n/);
  expect(plain).toMatch(library === undefined ? /\nBLAS +none: / : new RegExp(`\nBLAS +${library.name} `));
  expect(plain).not.toContain('GFLOP/s');
  expect(stderr).toContain('js');
});

test('measures an engine', async () => {
  const signal = new AbortController().signal;
  const speed = await engineSpeed({ engine: 'wasm', threads: 1 }, signal);
  if ('reason' in speed) throw new Error(speed.reason);
  const { gigaflops, stepMilliseconds, ...rest } = speed;
  for (const figure of [gigaflops.float32, gigaflops.float64, stepMilliseconds]) {
    expect(figure).toBeGreaterThan(0);
  }
  expect(rest).toMatchObject({ engine: 'wasm', threads: 1, explanation: expect.any(Array) });
});

test('one core has no engine with several threads', () => {
  const single = contenders(2).filter(({ engine, threads }) => threads === 1 || /js|auto/.test(engine));
  expect(contenders(1)).toEqual(single);
});

test('measuring stops when it is told to', async () => {
  await expect(engineSpeed({ engine: 'wasm' }, AbortSignal.abort())).rejects.toThrow(/abort/i);
});

const linux = { platform: 'linux', flags: '', system: '' };
const noKoffi = { missing: 'koffi', reason: 'koffi is missing.' } as const;
const noLibrary = { missing: 'library', reason: 'there is none.' } as const;

test.each([
  ['Debian', 'NAME="Debian GNU/Linux"\nID=debian\n', 'sudo apt install libopenblas0-pthread'],
  ['a child of Ubuntu', 'ID=linuxmint\nID_LIKE="ubuntu debian"\n', 'sudo apt install libopenblas0-pthread'],
  ['Fedora', 'ID=fedora\n', 'sudo dnf install openblas-threads'],
  ['Rocky Linux', 'ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'sudo dnf install openblas-threads'],
  [
    'openSUSE',
    'ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n',
    'sudo zypper install libopenblas_pthreads0',
  ],
  ['Arch Linux', 'ID=arch\n', 'sudo pacman -S openblas'],
  ['Alpine', 'ID=alpine\n', 'sudo apk add openblas'],
  ['a Linux it does not know', 'ID=other\n', 'conda install -c conda-forge openblas'],
])('how to install a library on %s', (_, system, command) => {
  expect(blasFacts(noLibrary, { ...linux, system })).toMatchObject({ name: null, install: [command] });
  expect(blasFacts(noKoffi, { ...linux, system })).toMatchObject({ install: ['npm install koffi', command] });
});

test.each([
  ['macOS, which has Accelerate', noKoffi, 'darwin', ['npm install koffi']],
  ['Windows', noLibrary, 'win32', ['conda install -c conda-forge openblas']],
  [
    'a machine where HEBB_BLAS names a wrong file',
    { missing: 'named library', reason: 'HEBB_BLAS names /x.' } as const,
    'linux',
    [],
  ],
])('what to install on %s', (_, search, platform, install) => {
  const facts = blasFacts(search, { ...linux, platform });
  expect(facts).toEqual({ name: null, reason: search.reason, install });
});

test.each([
  ['Haswell', 'avx2', undefined, undefined],
  ['SkylakeX', 'avx2 avx512f avx512vl', undefined, undefined],
  ['Haswell', 'avx2 avx512f avx512vl', undefined, /OPENBLAS_CORETYPE=SkylakeX in the environment may/],
  [
    'Haswell',
    'avx2 avx512f avx512vl',
    'Haswell',
    /OPENBLAS_CORETYPE=Haswell in the environment asks .* unset/,
  ],
  [undefined, 'avx2 avx512f avx512vl', undefined, undefined],
])('advice on kernels for %s on a processor with %s', (coreType, flags, forced, sentence) => {
  const found = {
    library: { name: 'OpenBLAS', path: '/lib/libopenblas.so.0', coreType, koffiPath: '/koffi' },
  } as const;
  const facts = blasFacts(found, { ...linux, flags: `flags : ${flags} sha_ni\n`, forced });
  expect(facts).toMatchObject({ name: 'OpenBLAS', path: '/lib/libopenblas.so.0' });
  const advice = 'advice' in facts ? facts.advice : undefined;
  expect(advice).toEqual(sentence === undefined ? undefined : expect.stringMatching(sentence));
});
