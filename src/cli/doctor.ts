/**
 * `hebb doctor`: what this machine has for Hebb, and how fast each engine is on it. What there is, is told by
 * `machine-facts.ts`; what is fast, by `engine-speed.ts`.
 */

import { counted } from '../core/counted.ts';
import { ProgressBar } from '../node/progress-bar.ts';
import { type Command, defineCommand } from './command.ts';
import {
  type Contender,
  contenders,
  type EngineSpeed,
  engineSpeed,
  type MissingEngine,
} from './engine-speed.ts';
import { type FlagValues, toggle } from './flags.ts';
import { Interruption } from './interruption.ts';
import { type BlasFacts, type MachineFacts, machineFacts } from './machine-facts.ts';
import { measure } from './number-text.ts';
import { styleOf } from './style.ts';
import type { Terminal } from './terminal.ts';
import { aligned, columns, printable, wrap } from './text-layout.ts';

const flags = {
  json: toggle('one line of JSON instead of text'),
} as const;

export const doctor: Command = defineCommand({
  name: 'doctor',
  summary: 'tell what this machine has, and how fast it is',
  arguments: [],
  about:
    'Tells what this machine has for Hebb: Node, the processor, what its WebAssembly can do, which BLAS library was found, or how to install one. Then measures each engine for a second or two.',
  flags,
  examples: [
    ['Is everything here as fast as it can be?', 'hebb doctor'],
    ['The library that was found', 'hebb doctor --json | jq .blas'],
  ],
  run,
});

async function run(
  _: readonly string[],
  { json = false }: FlagValues<typeof flags>,
  terminal: Terminal,
): Promise<void> {
  const { stdout } = terminal;
  const facts = machineFacts();
  const width = Math.max(40, Math.min(100, stdout.columns));
  const style = styleOf(stdout);
  if (!json) {
    const text = columns(
      factPairs(facts).map(([title, fact]) => [title, printable(fact)]),
      width,
    );
    stdout.write(`${text.replace(/^\S+(?= {2})/gm, style.bold)}\n\n`);
  }
  const engines = await measureAll(contenders(facts.cores), terminal);
  if (json) stdout.write(`${JSON.stringify({ ...facts, engines })}\n`);
  else {
    const [title, ...rows] = speedTable(engines).split('\n');
    const missing = engines.flatMap((one) => ('reason' in one ? [`${titleOf(one)}: ${one.reason}`] : []));
    const note =
      'Products of 256 × 256 matrices; a step of Adam with 200 rows through 8-50-50-50-1 in float32.';
    const uses = engines.flatMap((one) => ('widen' in one && 'explanation' in one ? one.explanation : []));
    const lines = [
      ...[style.bold(title), ...rows, ...missing, ''],
      ...[...uses, note].map((line) => wrap(line, width).replace(/^.*$/gm, style.dim)),
    ];
    stdout.write(`${lines.join('\n')}\n`);
  }
}

async function measureAll(
  list: readonly Contender[],
  terminal: Terminal,
): Promise<(EngineSpeed | MissingEngine)[]> {
  const { stderr } = terminal;
  const bar = new ProgressBar(stderr.isTerminal ? stderr : { columns: 80, write: () => undefined });
  const interruption = new Interruption(terminal, () => bar.clear());
  try {
    const engines: (EngineSpeed | MissingEngine)[] = [];
    for (const [i, contender] of list.entries()) {
      bar.show({ left: 'Measuring', fraction: i / list.length, right: titleOf(contender) });
      engines.push(await engineSpeed(contender, interruption.signal));
    }
    return engines;
  } finally {
    bar.clear();
    interruption.close();
  }
}

function factPairs({
  hebb,
  node,
  platform,
  arch,
  processor,
  cores,
  webAssembly,
  blas,
}: MachineFacts): string[][] {
  const { simd, relaxedSimd, sharedMemory } = webAssembly;
  const abilities: [string, boolean][] = [
    ['SIMD', simd],
    ['relaxed SIMD', relaxedSimd],
    ['shared memory', sharedMemory],
  ];
  return [
    ['Hebb', hebb],
    ['Node', `${node}, ${platform} ${arch}`],
    ['Processor', `${processor}, ${counted(cores, 'core')}`],
    ['WebAssembly', abilities.map(([what, has]) => (has ? what : `no ${what}`)).join(', ')],
    ['BLAS', blasText(blas)],
  ];
}

function blasText(blas: BlasFacts): string {
  if (blas.name === null) {
    const commands = blas.install.map((command) => `'${command}'`).join(' and ');
    return `none: ${blas.reason}${commands === '' ? '' : ` To get one: ${commands}.`}`;
  }
  const { name, version, coreType, path, advice } = blas;
  const kernels = coreType === undefined ? '' : `, kernels for ${coreType}`;
  const found = `${name}${version === undefined ? '' : ` ${version}`}${kernels}, in ${path}`;
  return advice === undefined ? found : `${found}; ${advice}`;
}

function speedTable(engines: readonly (EngineSpeed | MissingEngine)[]): string {
  const rows = engines.map((one) =>
    'reason' in one
      ? [titleOf(one), '–', '–', '–']
      : [
          titleOf(one),
          `${measure(one.gigaflops.float32)} GFLOP/s`,
          `${measure(one.gigaflops.float64)} GFLOP/s`,
          `${measure(one.stepMilliseconds)} ms`,
        ],
  );
  return aligned([['Engine', 'products, float32', 'products, float64', 'training step'], ...rows]);
}

function titleOf({ engine, threads, widen }: Contender): string {
  if (widen) return `${engine}, as here`;
  return threads === undefined ? engine : `${engine}, ${counted(threads, 'thread')}`;
}
