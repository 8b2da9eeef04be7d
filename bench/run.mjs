/**
 * The benchmark: Hebb and its peers in one go, in turn. `npm run bench -- --help` tells the options. A whole run
 * writes bench/results/ and the tables of docs/performance.md; a quick or narrowed one only prints.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Contender } from './contender.mjs';
import { lineUp } from './line-up.mjs';
import {
  measureFits,
  measureGrowth,
  measureMemory,
  measurePrediction,
  measureStartUp,
  measureTraining,
} from './parts.mjs';
import { placed, report } from './report.mjs';
import { workloads } from './workloads.mjs';

const help = `npm run bench [-- OPTIONS]
  --quick               fewer rows and rounds, float32 alone; under three minutes
  --only A,B            some parts: ${Object.keys(workloads).join(', ')}, fits, prediction, memory, growth, startup
  --contenders A,B      some contenders, by the beginnings of their names
  --types A,B           float32, float64 (both; quick: float32)
  --rounds N            measured rounds of training (7; quick: 2); more where they are soon over
Peers come from bench/setup; what is not installed is left out, and told.`;

const { values: given } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    contenders: { type: 'string' },
    types: { type: 'string' },
    rounds: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (given.help) {
  console.log(help);
  process.exit(0);
}

const { quick } = given;
const rounds = Number(given.rounds ?? (quick ? 2 : 7));
const only = given.only?.split(',');
const starts = given.contenders?.split(',');
const wants = (name) => starts === undefined || starts.some((start) => name.startsWith(start));
const isIn = (part) => only === undefined || only.includes(part);
const anyWorkload = Object.keys(workloads).some(isIn);
const dtypes = (given.types ?? (quick ? 'float32' : 'float32,float64')).split(',');

/** A line on the terminal that the next one takes the place of; a file gets no such lines. */
const say = (line) => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
};
const part = (title) => {
  const time = `${(performance.now() / 1000).toFixed(0)} s`.padStart(6);
  process.stderr.write(`${process.stderr.isTTY ? '\r\u001b[K' : ''}${time}  ${title}\n`);
};

/** Who answers, with what it says of itself; who does not is told in `missing`. */
async function meet(entries, missing) {
  const met = [];
  started = entries.map((entry) => new Contender(entry));
  for (const contender of started) {
    const about = await contender.ask({ do: 'about' });
    if (about.missing === undefined) met.push(Object.assign(contender, about));
    else missing.push(`${contender.name}: ${about.missing}`);
  }
  return met;
}

const folder = mkdtempSync(join(tmpdir(), 'hebb-bench-'));
const scratch = join(folder, 'data');
/** All processes, answering or not. */
let started = [];

function cleanUp() {
  for (const contender of started) contender.close();
  rmSync(folder, { recursive: true, force: true });
}

async function measure() {
  const { contenders: entries, missing } = lineUp(wants);
  part(`${entries.length} contenders start`);
  const contenders = await meet(entries, missing);
  for (const sentence of missing) part(`not measured: ${sentence}`);
  const results = { training: [], fits: [], prediction: [] };
  const common = { folder: scratch, say, seconds: quick ? 0 : 30 };
  const sized = (workload) => (quick ? { ...workload, rows: workload.quickRows } : workload);

  for (const dtype of dtypes) {
    for (const workload of Object.values(workloads).filter(({ name }) => isIn(name))) {
      part(`training: ${workload.name} ${dtype}`);
      const options = { ...common, rounds, slowRounds: rounds < 5 ? 0 : 3, checks: quick ? 1 : 2 };
      results.training.push(await measureTraining(contenders, sized(workload), dtype, options));
    }
  }
  if (isIn('fits')) {
    const chosen = quick ? ['W1'] : ['W1', 'W2', 'W2b', 'W3'];
    for (const name of chosen.filter((name) => only === undefined || !anyWorkload || isIn(name))) {
      part(`whole fits: ${name}`);
      const options = { ...common, rounds: Math.ceil(rounds / 3), epochs: 10 };
      results.fits.push(await measureFits(contenders, workloads[name], 'float32', options));
    }
  }
  if (isIn('prediction')) {
    part('prediction');
    const options = { ...common, rounds: quick ? 1 : Math.min(5, rounds), calls: quick ? 500 : 5000 };
    results.prediction.push(await measurePrediction(contenders, 'latency', workloads.W1, options));
    results.prediction.push(await measurePrediction(contenders, 'throughput', sized(workloads.W2), options));
  }
  if (isIn('growth')) {
    part('growth');
    const some = contenders.filter(({ name }) => name === 'hebb-auto' || name === 'sklearn');
    results.growth = await measureGrowth(some, { ...common, rounds: quick ? 2 : rounds });
  }
  if (isIn('memory')) {
    part('memory');
    results.memory = await measureMemory(contenders, sized(workloads.W2), { ...common, epochs: 1 });
  }
  if (isIn('startup')) {
    part('start-up');
    results.startUp = measureStartUp({ times: quick ? 5 : 20, say });
  }
  return {
    date: new Date().toISOString().slice(0, 10),
    quick,
    machine: {
      cpu: cpus()[0].model.trim(),
      cores: availableParallelism(),
      system: `${process.platform} ${process.arch}`,
      node: process.versions.node,
    },
    contenders: contenders.map(describe),
    missing,
    ...results,
  };
}

/** What a contender is and says of itself, without paths. */
function describe({
  name,
  family,
  env,
  installed,
  installedKernels,
  otherWork,
  version,
  threads,
  blas,
  python,
}) {
  return { name, family, env, installed, installedKernels, otherWork, version, threads, blas, python };
}

/** Times with so many digits as mean something. */
const rounded = (_, value) => (typeof value === 'number' ? Number(value.toPrecision(8)) : value);

function keep(results, text) {
  const slug = results.machine.cpu
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const file = new URL(`results/${results.date}-${slug}.json`, import.meta.url);
  mkdirSync(new URL('results/', import.meta.url), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, rounded, 1)}\n`);
  const page = new URL('../docs/performance.md', import.meta.url);
  writeFileSync(page, placed(readFileSync(page, 'utf8'), text));
  execFileSync('npx', ['biome', 'format', '--write', fileURLToPath(page)], { stdio: 'ignore' });
  part(`written: bench/results/${results.date}-${slug}.json and docs/performance.md`);
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    cleanUp();
    process.exit(1);
  });
}
try {
  const results = await measure();
  const text = report(results);
  part('done');
  console.log(text);
  if (!quick && only === undefined && starts === undefined && dtypes.length === 2) keep(results, text);
} catch (error) {
  part('stopped');
  console.error(`The benchmark failed. ${error.message}`);
  process.exitCode = 1;
} finally {
  cleanUp();
}
