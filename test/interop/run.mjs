/**
 * Round trips between Hebb and the real programs of the field: `npm run interop [-- FORMAT …]`. Each pair of a
 * `FORMAT.mjs` and a `check_FORMAT.py` in this folder is run in an empty folder: `write` of the first makes files with
 * the built package, the second opens them and makes files of its own, which `read` of the first, if it has one,
 * opens. (A Python file called as its format would hide the package of that name.) Exit code 0: all well, 1: a check
 * failed, 3: Python cannot be had here.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkFor } from './check.mjs';
import { NoPython, pythonEnvironment } from './python-environment.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(here);
const all = files
  .filter((file) => file.endsWith('.mjs') && files.includes(pythonFile(file.slice(0, -'.mjs'.length))))
  .map((file) => file.slice(0, -'.mjs'.length));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { report: { type: 'string' } },
});
const unknown = positionals.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`there is no ${unknown.join(', ')}; the formats are ${all.join(', ')}`);
  process.exit(2);
}
const formats = positionals.length > 0 ? positionals : all;

const outcomes = [];

function pythonFile(format) {
  return `check_${format}.py`;
}

function report({ format, title, passed, detail }) {
  outcomes.push({ fullName: `interop ${format}: ${title}`, status: passed ? 'passed' : 'failed' });
  console.log(
    `${passed ? 'ok  ' : 'FAIL'} ${format}: ${title}${passed || detail === '' ? '' : `: ${detail}`}`,
  );
}

async function runPair(format, python) {
  const folder = mkdtempSync(join(tmpdir(), `hebb-interop-${format}-`));
  const check = checkFor(format, report);
  const attempt = async (title, work) => {
    try {
      await work();
      return true;
    } catch (error) {
      check(title, false, error.stack ?? String(error));
      return false;
    }
  };
  try {
    const { write, read } = await import(`./${format}.mjs`);
    const isWritten = await attempt(`${format}.mjs writes`, () => write(folder, check));
    if (!isWritten) return;
    const isOpened = await attempt(`${pythonFile(format)} runs to its end`, () =>
      runPython(python, format, folder, check),
    );
    if (isOpened && read !== undefined) await attempt(`${format}.mjs reads`, () => read(folder, check));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lines of JSON are checks; anything else is what the program prints of its own accord. */
async function runPython(python, format, folder, check) {
  const child = spawn(python, [join(here, pythonFile(format)), folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      KERAS_BACKEND: 'jax',
      JAX_PLATFORMS: 'cpu',
      JAX_ENABLE_X64: '1',
      PYTHONDONTWRITEBYTECODE: '1',
    },
  });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaints = (complaints + text).slice(-4000);
  });
  const ended = new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{"title"')) continue;
    const { title, passed, detail } = JSON.parse(line);
    check(title, passed, detail);
  }
  const code = await ended;
  if (code !== 0)
    throw new Error(`exit code ${code}: ${complaints.trim().split('\n').slice(-12).join('\n')}`);
}

/** As vitest's JSON reports, for .ci/summary.mjs. */
function writeReport() {
  if (values.report === undefined) return;
  const name = 'test/interop';
  const status = outcomes.some((outcome) => outcome.status === 'failed') ? 'failed' : 'passed';
  writeFileSync(
    values.report,
    JSON.stringify({ testResults: [{ name, status, assertionResults: outcomes }] }),
  );
}

try {
  const python = await pythonEnvironment(console.log);
  for (const format of formats) await runPair(format, python);
  const failed = outcomes.filter(({ status }) => status === 'failed').length;
  console.log(`interop: ${outcomes.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof NoPython)) throw error;
  console.log(`interop cannot be run here: ${error.message}`);
  for (const format of formats) {
    outcomes.push({ fullName: `interop ${format} (Python cannot be had here)`, status: 'skipped' });
  }
  process.exitCode = 3;
}
writeReport();
