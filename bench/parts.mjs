/**
 * The parts of the benchmark: epochs of training, whole fits, prediction, memory, growth, start-up. Each takes the
 * contenders in turn, round by round, and returns raw numbers. What they mean is the report's business.
 */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Contender } from './contender.mjs';
import { countDifferences, lossDifferences, median, stepsPerEpoch } from './statistics.mjs';
import { makeTask } from './task-files.mjs';
import { growth, PRODUCT_SIDE } from './workloads.mjs';

/** Relative difference of losses after a few steps from the same weights that rounding explains. */
const TOLERANCE = { float32: 1e-4, float64: 1e-7 };
/** Milliseconds to warm up, at least an epoch: V8 has compiled everything then, and threads have been tried. */
const WARM_UP = 400;
/** Milliseconds of a turn, and its most epochs: the first of a turn finds its caches cold. */
const TURN = 200;
const MOST_EPOCHS = 30;
/** Rounding errors grow from step to step: after a whole epoch the tolerance is so many times as large. */
const AFTER_AN_EPOCH = 100;
/** So many batches are few steps; the last one is a shorter one. */
const FEW_BATCHES = 4.5;

/** The contenders from another one on in each round: who comes first should not matter. */
const rotated = (contenders, round) => {
  const start = round % contenders.length;
  return [...contenders.slice(start), ...contenders.slice(0, start)];
};

/** What is soon over gets more rounds than were asked for, up to this number: a few turns may all meet the same neighbour. */
const MOST_ROUNDS = 15;

/** Numbers of rounds: so many at least, and more until so many seconds have passed. */
function* roundsOf(rounds, seconds) {
  const begin = performance.now();
  const isSoon = () => performance.now() - begin < 1000 * seconds;
  for (let round = 0; round < rounds || (round < MOST_ROUNDS && isSoon()); round++) yield round;
}

const canTrain = ({ dtypes, outputs }, { dtype, sizes }) =>
  (dtypes === undefined || dtypes.includes(dtype)) && (outputs === undefined || sizes.at(-1) <= outputs);

/**
 * Who takes so many times as long as the others is measured in fewer rounds, so that a run ends; without any, the
 * epoch that was to warm up counts, which for such a one makes little difference.
 */
const SLOW = 8;

/** @throws Error with what is wrong, if anything is */
function refuse({ name, dtype }, wrong) {
  if (wrong.length === 0) return;
  throw new Error(`${name} ${dtype}: not all did the same work.\n  ${wrong.join('\n  ')}`);
}

/** Ends the training of each contender, and refuses other numbers of steps or rows than there should be. */
async function checkCounts(contenders, task, epochsOf) {
  const counted = [];
  for (const contender of contenders) {
    const { steps, rows } = await contender.ask({ do: 'end' });
    const epochs = epochsOf(contender);
    if (!contender.otherWork)
      counted.push({ name: contender.name, steps: steps / epochs, rows: rows / epochs });
  }
  refuse(task, countDifferences(counted, { steps: stepsPerEpoch(task), rows: task.rows }));
}

/**
 * A few steps of every contender from the same weights, which must come to the same losses; and the same number of
 * steps, the shorter last batch of an epoch among them.
 */
async function checkWork(contenders, task, epochs, say) {
  const short = { ...task, rows: Math.min(task.rows, FEW_BATCHES * task.batch) };
  const reports = [];
  for (const contender of contenders.filter(({ otherWork }) => !otherWork)) {
    say(`${task.name} ${task.dtype}: ${contender.name} shows its work`);
    await contender.ask({ do: 'load', task: short });
    const losses = [];
    for (let i = 0; i < epochs; i++) losses.push((await contender.ask({ do: 'epoch', check: true })).loss);
    reports.push({ name: contender.name, losses, looseness: contender.looseness });
    await checkCounts([contender], short, () => epochs);
  }
  refuse(task, lossDifferences(reports, TOLERANCE[task.dtype]));
  return reports;
}

/**
 * One workload: a few steps to check that all do the same work, an epoch or, where they are short, some more to warm
 * up, then a turn of one or more epochs a contender and round, whose median counts.
 *
 * @throws Error where the contenders did not do the same work
 */
export async function measureTraining(
  contenders,
  workload,
  dtype,
  { rounds, seconds, slowRounds, checks, folder, say },
) {
  const task = makeTask(workload, dtype, folder);
  const able = contenders.filter((contender) => canTrain(contender, task));
  const checked = await checkWork(able, task, checks, say);

  const own = new Map(able.map(({ name }) => [name, { epochs: 1, figures: emptyFigures() }]));
  const warmUp = new Map();
  const first = [];
  for (const contender of able) {
    say(`${workload.name} ${dtype}: ${contender.name} warms up`);
    await contender.ask({ do: 'load', task });
    const { loss, ms } = await contender.ask({ do: 'epoch', check: true });
    warmUp.set(contender.name, ms);
    const more = Math.min(MOST_EPOCHS, Math.floor(WARM_UP / ms));
    if (more > 0) await contender.askAgain({ do: 'epoch', check: false }, more);
    own.get(contender.name).epochs += more;
    if (!contender.otherWork) first.push({ name: contender.name, losses: [loss] });
  }
  refuse(task, lossDifferences(first, TOLERANCE[dtype] * AFTER_AN_EPOCH));

  const usual = median([...warmUp.values()]);
  for (const round of roundsOf(rounds, seconds)) {
    for (const contender of rotated(able, round)) {
      if (warmUp.get(contender.name) > SLOW * usual && round >= slowRounds) continue;
      say(`${workload.name} ${dtype}: round ${round + 1}, ${contender.name}`);
      const { figures } = own.get(contender.name);
      const count = Math.max(1, Math.min(MOST_EPOCHS, Math.round(TURN / warmUp.get(contender.name))));
      const turn = await contender.askAgain({ do: 'epoch', check: false }, count);
      own.get(contender.name).epochs += count;
      figures.ms.push(median(turn.map(({ ms }) => ms)));
      figures.strangers.push(Math.max(...turn.map(({ strangers }) => strangers)));
      const product = await contender.ask({ do: 'product', side: PRODUCT_SIDE });
      if (product.ms !== undefined) figures.product.push(product.ms);
    }
  }

  for (const [name, { figures }] of own) if (figures.ms.length === 0) figures.ms.push(warmUp.get(name));

  await checkCounts(able, task, ({ name }) => own.get(name).epochs);
  rmSync(folder, { recursive: true, force: true });
  const { sizes, batch, rows } = task;
  const figures = Object.fromEntries([...own].map(([name, { figures }]) => [name, figures]));
  return { workload: workload.name, dtype, sizes, batch, rows, checked, figures };
}

const emptyFigures = () => ({ ms: [], product: [], strangers: [] });

/** Whole fits of so many epochs, data preparation included: milliseconds a contender and round. */
export async function measureFits(contenders, workload, dtype, { rounds, seconds, epochs, folder, say }) {
  const task = makeTask(workload, dtype, folder);
  const able = contenders.filter(
    (contender) => canTrain(contender, task) && !['tfjs', 'brain'].includes(contender.family),
  );
  const figures = new Map(able.map(({ name }) => [name, { ms: [], strangers: [] }]));
  for (const contender of able) await contender.ask({ do: 'load', task });
  for (const round of roundsOf(rounds, seconds)) {
    for (const contender of rotated(able, round)) {
      say(`fit of ${epochs} epochs, ${workload.name} ${dtype}: round ${round + 1}, ${contender.name}`);
      const { ms, strangers } = await contender.ask({ do: 'fit', epochs });
      figures.get(contender.name).ms.push(ms);
      figures.get(contender.name).strangers.push(strangers);
    }
  }
  rmSync(folder, { recursive: true, force: true });
  return { workload: workload.name, dtype, rows: task.rows, epochs, figures: Object.fromEntries(figures) };
}

/** One row through the housing pipeline (`latency`), or many through a network (`throughput`). */
export async function measurePrediction(contenders, what, workload, { rounds, calls, folder, say }) {
  const task = makeTask(workload, 'float32', folder);
  const able = contenders.filter((contender) => canTrain(contender, task) && contender.family !== 'brain');
  const figures = {};
  for (const contender of able) await contender.ask({ do: 'load', task });
  for (let round = 0; round < rounds; round++) {
    for (const contender of rotated(able, round)) {
      say(`prediction (${what}): round ${round + 1} of ${rounds}, ${contender.name}`);
      const slow = !['hebb', 'pytorch'].includes(contender.family);
      const answer = await contender.ask({ do: what, calls: slow ? Math.ceil(calls / 10) : calls });
      figures[contender.name] ??= {};
      for (const [unit, value] of Object.entries(answer)) {
        figures[contender.name][unit] ??= [];
        figures[contender.name][unit].push(value);
      }
    }
  }
  rmSync(folder, { recursive: true, force: true });
  return { what, workload: workload.name, rows: task.rows, figures };
}

/** Largest size in memory of a fresh process that fits a workload: bytes a contender. */
export async function measureMemory(entries, workload, { epochs, folder, say }) {
  const task = makeTask(workload, 'float32', folder);
  const figures = {};
  for (const entry of entries.filter((entry) => canTrain(entry, task) && entry.family !== 'brain')) {
    say(`memory: ${entry.name}`);
    const contender = new Contender(entry);
    try {
      await contender.ask({ do: 'about' });
      await contender.ask({ do: 'load', task });
      await contender.ask({ do: 'fit', epochs });
      figures[entry.name] = (await contender.ask({ do: 'peakMemory' })).bytes;
    } finally {
      contender.close();
    }
  }
  rmSync(folder, { recursive: true, force: true });
  return { workload: workload.name, rows: task.rows, data: task.rows * task.sizes[0] * 4, figures };
}

/** Epochs of networks that grow in one quantity: milliseconds a contender, quantity and size. */
export async function measureGrowth(contenders, { rounds, folder, say }) {
  const measured = [];
  for (const [quantity, { sizes, networks }] of Object.entries(growth)) {
    const figures = {};
    for (const [i, network] of networks.entries()) {
      const options = { rounds, slowRounds: rounds, checks: 1, folder, say };
      const { figures: times } = await measureTraining(contenders, network, 'float32', options);
      for (const [name, { ms }] of Object.entries(times)) {
        figures[name] ??= [];
        figures[name][i] = median(ms);
      }
    }
    measured.push({ quantity, sizes, figures });
  }
  return measured;
}

/** Milliseconds until an empty process has ended, and one that imports hebb: in turn, so many times. */
export function measureStartUp({ times, say }) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const run = (script) => {
    const begin = performance.now();
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: root });
    return performance.now() - begin;
  };
  const figures = { empty: [], hebb: [] };
  for (let i = 0; i <= times; i++) {
    say(`start-up: ${i} of ${times}`);
    const [empty, hebb] = [run(''), run("import 'hebb';")];
    if (i === 0) continue; // the first one reads the files from the disk
    figures.empty.push(empty);
    figures.hebb.push(hebb);
  }
  return figures;
}
