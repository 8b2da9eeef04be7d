/** `hebb doctor` in this process: what it tells of this machine, and what it would tell of others. */
import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { contenders, engineSpeed } from '../../src/cli/engine-speed.ts';
import { blasFacts } from '../../src/cli/machine-facts.ts';
import { version } from '../../src/core/version.ts';
import { findBlas } from '../../src/engine/blas/find-blas.ts';
import { hebb } from './fake-terminal.ts';

const major = Number.parseInt(process.versions.node, 10);
const library = findBlas();

test('tells what this machine has and how fast each engine is', async () => {
  const { code, stdout, stderr } = await hebb(['doctor']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain(`Node         ${process.versions.node}, ${process.platform} ${process.arch}\n`);
  expect(stdout).toMatch(/\nWebAssembly {2}SIMD, (no )?relaxed SIMD, shared memory\n/);
  expect(stdout).toMatch(library === undefined ? /\nBLAS +none: / : new RegExp(`\nBLAS +${library.name} `));
  expect(stdout).toMatch(/\nEngine +products, float32 +products, float64 +training step\n/);
  const speeds = ' +[\\d.]+ GFLOP/s +[\\d.]+ GFLOP/s +[\\d.]+ ms\n';
  expect(stdout).toMatch(new RegExp(`\njs${speeds}wasm, 1 thread${speeds}`));
  expect(stdout).toMatch(
    library === undefined ? /\nblas, 1 thread +– / : new RegExp(`\nblas, 1 thread${speeds}`),
  );
  expect(stdout).toMatch(new RegExp(`\nauto, as here${speeds}`));
  expect(stdout).toContain(`\nauto: `);
  for (const line of stdout.split('\n')) {
    if (!line.includes(library?.path ?? '')) expect(line.length).toBeLessThanOrEqual(80);
  }
});

test('as JSON', async () => {
  const { code, stdout, stderr } = await hebb(['doctor', '--json']);
  expect([code, stderr]).toEqual([0, '']);
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({
    hebb: version,
    node: process.versions.node,
    platform: process.platform,
    cores: availableParallelism(),
    // Node 20 has it behind a flag, which tests of kernels in the same process may have set.
    webAssembly: { simd: true, relaxedSimd: major >= 22 ? true : expect.any(Boolean), sharedMemory: true },
    blas: library === undefined ? { name: null } : { name: library.name, path: library.path },
  });
  const engines = contenders(availableParallelism());
  expect(report.engines).toMatchObject(engines);
  for (const { engine, gigaflops, stepMilliseconds, reason } of report.engines) {
    if (engine === 'blas' && library === undefined) {
      expect(reason).toContain("engine 'blas' cannot run here");
      continue;
    }
    for (const figure of [gigaflops.float32, gigaflops.float64, stepMilliseconds]) {
      expect(figure).toBeGreaterThan(0);
    }
  }
});

test('can be interrupted while it measures', async () => {
  const { code, stdout, stderr } = await hebb(['doctor'], {
    isTerminal: true,
    interrupt: { at: 'Measuring', times: 1 },
  });
  expect(code).toBe(130);
  expect(stdout).not.toContain('GFLOP/s');
  expect(stderr).toContain('js');
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
