/** `hebb convert`: a model from one file format into another. Which formats there are is the business of a table. */
import { HebbError } from '../core/errors.ts';
import type { Json, ModelState, Savable } from '../core/model-state.ts';
import { writeFileAtomic } from '../node/atomic-write.ts';
import { type Command, defineCommand } from './command.ts';
import {
  type FileFormat,
  formats,
  formatToWrite,
  openModelFile,
  readModelIn,
  type WriteOptions,
} from './file-formats.ts';
import { choice, type FlagValues, toggle } from './flags.ts';
import { fileSize } from './number-text.ts';
import { checkWritable } from './output-file.ts';
import type { Terminal } from './terminal.ts';
import { printable, wrap } from './text-layout.ts';
import { UsageError } from './usage-error.ts';

const writable = formats.filter(({ write }) => typeof write !== 'string');
const readable = formats.filter(({ read }) => typeof read !== 'string');

const flags = {
  to: choice(
    writable.map(({ name }) => name),
    'the format, where the name of OUT does not say it',
  ),
  style: choice(['keras', 'pytorch'], 'names and layout of arrays in a safetensors file'),
  dtype: choice(['float32', 'float64'], 'the numbers a model computes with, in an ONNX file or a module'),
  json: toggle('one line of JSON instead of text'),
} as const;

export const convert: Command = defineCommand({
  name: 'convert',
  summary: 'bring a model from one file format into another',
  arguments: ['IN', 'OUT'],
  about: `Brings a model from one file format into another. It reads ${listOf(readable)}, and writes ${listOf(writable)}. What IN is shows in the file itself; what OUT should be, in its name. Keras's files and safetensors hold networks: a fitted MLP or linear model goes into them as layers, with scalers around it; a pipeline with other steps goes into ONNX or a JavaScript module as a whole.`,
  flags,
  examples: [
    ['A pipeline for ONNX Runtime', 'hebb convert diamonds.hebb diamonds.onnx'],
    ["A network from Keras, in Hebb's file", 'hebb convert network.keras network.hebb'],
    ['A program of its own, for a web page', 'hebb convert diamonds.hebb diamonds.mjs'],
    ['Weights for PyTorch', 'hebb convert network.keras network.safetensors --style pytorch'],
  ],
  run,
});

function listOf(some: readonly FileFormat[]): string {
  return some.map(({ endings }) => endings[0]).join(', ');
}

async function run(
  [source, target]: readonly string[],
  { to, json = false, ...options }: FlagValues<typeof flags>,
  { stdout }: Terminal,
): Promise<void> {
  const format = formatToWrite(target, to);
  checkOptions(format, options);
  const file = await openModelFile(source);
  await checkWritable(target, [source]);
  const model = await readModelIn(file);
  const bytes = await written(format, model, target, options);
  await writeFileAtomic(target, bytes);
  const size = typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.length;
  const notes = notesOn(format, model);
  if (json) {
    const report = { in: source, from: file.format.name, out: target, to: format.name, bytes: size, notes };
    stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  const lines = [
    `${target}: ${format.title}, ${fileSize(size)}, from ${source}, ${file.format.title}`,
    ...notes,
  ];
  const width = Math.max(40, Math.min(100, stdout.columns));
  stdout.write(`${lines.map((line) => wrap(printable(line), width)).join('\n')}\n`);
}

function checkOptions(format: FileFormat, options: WriteOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || format.options?.some((known) => known === name)) continue;
    const takers = writable.filter(({ options: known }) => known?.some((one) => one === name));
    throw new UsageError(`--${name} means nothing to ${format.title}: it is for ${listOf(takers)}.`);
  }
}

async function written(
  { name, write, title }: FileFormat,
  model: Savable,
  target: string,
  options: WriteOptions,
): Promise<Uint8Array | string> {
  if (typeof write === 'string') {
    throw new HebbError('UNSUPPORTED', `${target}: a model cannot be written as ${title}: ${write}.`);
  }
  try {
    return await write(model, options);
  } catch (cause) {
    if (!(cause instanceof HebbError)) throw cause;
    throw new HebbError(cause.code, `${target}: ${cause.message}${hint(name, cause)}`, { cause });
  }
}

/** Where a pipeline that is no network can go. */
function hint(format: string, { code, message }: HebbError): string {
  const isPipeline = code === 'UNSUPPORTED' && message.includes('among the layers of networks');
  return isPipeline && format !== 'onnx' ? ' An ONNX file or a JavaScript module takes whole pipelines.' : '';
}

/** What does not go along. */
function notesOn({ name }: FileFormat, model: Savable): string[] {
  if (['hebb', 'onnx', 'module'].includes(name)) return [];
  const state = model.toState();
  const labels = classesOf(state);
  const numbers =
    name === 'keras' ? [] : ['Only numbers are kept: whoever reads them needs a model of the same layers.'];
  if (labels === undefined) return numbers;
  const meaning = `probability of ${labels.length === 2 ? labels[1] : labels.join(', ')}`;
  return [...numbers, `Labels are not kept: the outputs are the ${meaning}.`];
}

function classesOf({ attributes, children = [] }: ModelState): readonly string[] | undefined {
  const classes: Json | undefined = attributes?.classes;
  if (Array.isArray(classes)) return classes.map(String);
  return children.length === 0 ? undefined : classesOf(children[children.length - 1].state);
}
