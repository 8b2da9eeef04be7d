/**
 * A Python virtual environment with the programs of requirements.txt, outside the repository, made once and kept. It
 * lies in HEBB_INTEROP_VENV, or in the user's cache folder under a name that changes with requirements.txt.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));
const oldest = [3, 11];
/** Somebody who makes the environment for longer than this has given up. */
const longest = 15 * 60_000;

/** Why there is no environment: a sentence for people. */
export class NoPython extends Error {}

/**
 * The path of the environment's Python.
 *
 * @param say takes a line about what takes long
 * @throws NoPython where there is no Python, it is too old, or the programs cannot be installed
 */
export async function pythonEnvironment(say) {
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = process.env.HEBB_INTEROP_VENV ?? join(cacheFolder(), 'hebb', `interop-${digest}`);
  const done = join(folder, `installed-${digest}`);
  const python =
    process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  if (existsSync(done)) return python;
  const release = await lock(`${folder}.lock`);
  try {
    if (existsSync(done)) return python;
    const system = systemPython();
    say(`making a Python environment in ${folder}: a few minutes, once`);
    run(system, ['-m', 'venv', folder], `${system} -m venv does not work`);
    const quietly = ['--quiet', '--disable-pip-version-check', '--retries', '1'];
    run(
      python,
      ['-m', 'pip', 'install', ...quietly, '-r', requirements],
      'the programs of test/interop/requirements.txt cannot be installed',
    );
    writeFileSync(done, '');
    return python;
  } finally {
    release();
  }
}

function cacheFolder() {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  if (process.platform === 'win32') return process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  return process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
}

/** One at a time makes an environment; the others wait. */
async function lock(folder) {
  mkdirSync(join(folder, '..'), { recursive: true });
  for (;;) {
    try {
      mkdirSync(folder);
      return () => rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const since = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0;
      if (Date.now() - since > longest) rmSync(folder, { recursive: true, force: true });
      else await wait(500);
    }
  }
}

function systemPython() {
  const seen = [];
  for (const name of ['python3', 'python']) {
    const { status, stdout } = spawnSync(name, ['-c', 'import sys; print(*sys.version_info[:2])'], {
      encoding: 'utf8',
    });
    if (status !== 0) continue;
    const [major, minor] = stdout.split(' ').map(Number);
    if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return name;
    seen.push(`${name} is ${major}.${minor}`);
  }
  const found = seen.length === 0 ? 'there is none' : seen.join(', ');
  throw new NoPython(`Python ${oldest.join('.')} or newer is needed, and ${found}`);
}

function run(program, args, sentence) {
  const { status, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status === 0) return;
  const lines = (stderr ?? String(error)).trim().split('\n');
  throw new NoPython(`${sentence}: ${lines.slice(-3).join(' ')}`);
}
