/** `hebb book`, all of it, as it is installed: some ten minutes on two cores. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';
import { sharedData, testWithSharedData } from '../shared-data.ts';
import { temporaryFolder } from './fake-terminal.ts';

const program = fileURLToPath(new URL('../../dist/bundle/cli/main.js', import.meta.url));
const folder = temporaryFolder();
afterAll(() => folder.remove());

testWithSharedData(
  'every claim of the chapter holds, and the page has the pictures',
  async () => {
    expect(existsSync(program), 'npm run build makes what is tested here').toBe(true);
    const html = folder.path('book.html');
    const env = { PATH: process.env.PATH, HOME: folder.path('.'), HEBB_DATA_MIRROR: sharedData() };
    const { code, stdout } = await run(['book', '--json', '--html', html], env);
    const { claims } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
    expect(claims.filter(({ verdict }: { verdict: string }) => verdict !== 'holds')).toEqual([]);
    expect(claims.length).toBeGreaterThanOrEqual(25);
    expect(code).toBe(0);
    const page = readFileSync(html, 'utf8');
    expect(page.split('<figure>').length).toBeGreaterThan(35);
    expect(page).not.toMatch(/<script|<link|src=|url\((?!#)/);
  },
  3_600_000,
);

function run(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ code: number | null; stdout: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: folder.path('.'), env });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.resume();
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout }));
  });
}
