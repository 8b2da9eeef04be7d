/**
 * The package as a stranger gets it: packed, and installed into an empty project of its own. The files of
 * project/ are what that project holds besides.
 */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const root: string = fileURLToPath(new URL('../../', import.meta.url));

export interface Installed {
  /** The project's folder. */
  readonly project: string;
  /** The packed package. */
  readonly tarball: string;
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Run a program to its end. */
export function run(program: string, args: readonly string[], cwd: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { cwd, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, stdout, stderr: error !== null && stderr === '' ? error.message : stderr });
    });
    child.stdin?.end();
  });
}

/** Run a program that must succeed; its standard output. */
export async function succeed(program: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await run(program, args, cwd);
  if (code !== 0) throw new Error(`${[program, ...args].join(' ')}: exit code ${code}\n${stdout}\n${stderr}`);
  return stdout;
}

export async function installPackage(): Promise<Installed> {
  const folder = await mkdtemp(join(tmpdir(), 'hebb-door-'));
  const project = join(folder, 'project');
  await cp(join(root, 'test/doors/project'), project, { recursive: true });
  await succeed('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], root);
  const packed = (await readdir(folder)).find((name) => name.endsWith('.tgz')) as string;
  const tarball = join(folder, packed);
  await writeFile(
    join(project, 'package.json'),
    JSON.stringify({ name: 'stranger', private: true, type: 'module' }),
  );
  await succeed('npm', ['install', '--no-audit', '--no-fund', tarball], project);
  return { project, tarball };
}
