/**
 * `hebb inspect`: what is in a file, without running anything of it. Estimators are told of here, from their state
 * alone; networks and the files of other programs by `describe-file.ts`.
 */

import { count, counted } from '../core/counted.ts';
import { HebbError } from '../core/errors.ts';
import type { Json } from '../core/model-state.ts';
import { type ModelFile, readModelFile } from '../formats/model-file.ts';
import { type Command, defineCommand } from './command.ts';
import { describeFile } from './describe-file.ts';
import { type OpenedFile, openModelFile } from './file-formats.ts';
import { type FlagValues, toggle } from './flags.ts';
import { describeModel, type ModelDescription, type PartDescription } from './model-description.ts';
import { fileSize, measure, score } from './number-text.ts';
import { type Style, styleOf } from './style.ts';
import type { Output, Terminal } from './terminal.ts';
import { columns, printable, wrap } from './text-layout.ts';

const flags = {
  json: toggle('one line of JSON instead of text'),
} as const;

/** Longer lists are cut off in text; JSON has all. */
const mostListed = 40;

export const inspect: Command = defineCommand({
  name: 'inspect',
  summary: 'tell what is in a file of a model or of events',
  arguments: ['FILE'],
  about:
    "Tells what is in a model file: which columns the model wants, what it predicts, its layers and parameters, how it was trained, its steps and their options. Of a network, be it Keras's or TensorFlow.js's, it tells the layers, of an ONNX file inputs, outputs and operators, of safetensors and Keras weights the arrays, of an event file for TensorBoard what was logged. Nothing is run.",
  flags,
  examples: [
    ['What is this file?', 'hebb inspect diamonds.hebb'],
    ['The columns a model wants', 'hebb inspect diamonds.hebb --json | jq .columns'],
    ['The last loss of a training', 'hebb inspect logs/train/events.out.tfevents.*'],
  ],
  run,
});

async function run(
  [path]: readonly string[],
  { json = false }: FlagValues<typeof flags>,
  { stdout }: Terminal,
): Promise<void> {
  const opened = await openModelFile(path);
  const { bytes } = opened;
  const layout = { width: Math.max(40, Math.min(100, stdout.columns)), style: styleOf(stdout) };
  if (opened.format.name !== 'hebb') return tellFile(opened, json, stdout, layout);
  const file = readNamed(path, bytes);
  if (networks.includes(file.model.kind)) return tellFile(opened, json, stdout, layout);
  const model = describeModel(file.model);
  if (json) {
    const { format, version } = file;
    const { name, parts, ...rest } = model;
    const report = { file: path, bytes: bytes.length, format, version, ...rest, steps: parts };
    stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  stdout.write(`${descriptionText(path, bytes.length, file, model, layout)}\n`);
}

/** Kinds of models that are networks. */
const networks: readonly string[] = ['Sequential', 'Functional'];

interface Layout {
  readonly width: number;
  readonly style: Style;
}

async function tellFile(
  file: OpenedFile,
  json: boolean,
  stdout: Output,
  { width, style }: Layout,
): Promise<void> {
  const { path, bytes, format } = file;
  const { facts, table, json: report } = await describeFile(file);
  if (json) {
    stdout.write(`${JSON.stringify({ file: path, bytes: bytes.length, type: format.name, ...report })}\n`);
    return;
  }
  const pairs = [['File', `${path}, ${fileSize(bytes.length)}; ${format.title}`], ...facts];
  const lines = table.split('\n').map(printable).join('\n');
  stdout.write(`${factsText(pairs, width, style)}${table === '' ? '' : `\n\n${lines}`}\n`);
}

/** Titles and texts side by side; those without text are left out. */
function factsText(pairs: readonly (readonly string[])[], width: number, style: Style): string {
  const told = pairs.filter(([, text]) => text !== '').map(([title, text]) => [title, printable(text)]);
  return columns(told, width).replace(/^\S[^\n]*?(?= {2})/gm, style.bold);
}

function readNamed(path: string, bytes: Uint8Array): ModelFile {
  try {
    return readModelFile(bytes);
  } catch (cause) {
    if (!(cause instanceof HebbError)) throw cause;
    throw new HebbError(cause.code, `${path}: ${cause.message}`, { cause });
  }
}

function descriptionText(
  path: string,
  size: number,
  { version, format }: ModelFile,
  model: ModelDescription,
  { width, style }: Layout,
): string {
  const pairs = [
    ['File', `${path}, ${fileSize(size)}; saved by hebb ${version} in format ${format}`],
    ['Kind', model.isFitted ? model.kind : `${model.kind}, not fitted`],
    ['Predicts', predictsText(model)],
    ['Columns', columnsText(model)],
    ['Network', networkText(model)],
    ['Training', trainingText(model)],
  ];
  const steps = partLines({ ...model, name: '' }, 0, width);
  return [factsText(pairs, width, style), '', style.bold('Steps and their options'), ...steps].join('\n');
}

function predictsText({ classes, estimator, isFitted }: ModelDescription): string {
  if (classes !== null) return `one of ${counted(classes.length, 'class', 'classes')}: ${listText(classes)}`;
  return isFitted && /Regress|Ridge/.test(estimator) ? 'numbers' : '';
}

function columnsText({ columns, columnCount }: ModelDescription): string {
  if (columns !== null) return `${count(columns.length)}: ${listText(columns)}`;
  return columnCount === null ? '' : `${count(columnCount)}, nameless, by position`;
}

function networkText({
  layerSizes,
  activation,
  outputActivation,
  dtype,
  parameters,
}: ModelDescription): string {
  if (layerSizes === null) return parameters === null ? '' : counted(parameters, 'parameter');
  const layers = layerSizes.map(count).join(' → ');
  const numbers = parameters === null ? '' : `; ${counted(parameters, 'parameter')}, ${dtype}`;
  return `${layers} units, ${activation}, at the end ${outputActivation}${numbers}`;
}

function trainingText({ training }: ModelDescription): string {
  if (training === null) return '';
  const { epochs, lastLoss, bestValidationScore } = training;
  return [
    counted(epochs, 'epoch'),
    lastLoss === null ? '' : `last loss ${measure(lastLoss)}`,
    bestValidationScore === null ? '' : `best validation score ${score(bestValidationScore)}`,
  ]
    .filter(Boolean)
    .join(', ');
}

function listText(values: readonly Json[]): string {
  const shown = values.slice(0, mostListed).map(String).join(', ');
  return values.length > mostListed ? `${shown} and ${count(values.length - mostListed)} more` : shown;
}

/** A part and those in it, each a step further to the right, with options that take no more than a few lines. */
function partLines({ name, kind, options, parts }: PartDescription, depth: number, width: number): string[] {
  const indent = '  '.repeat(depth);
  const settled = Object.entries(options).map(([option, value]) => `${option} ${optionText(value)}`);
  const title = name === '' ? kind : `${name}: ${kind}`;
  const line = settled.length === 0 ? title : `${title} (${settled.join(', ')})`;
  const wrapped = wrap(printable(line), width - indent.length, 4).replaceAll('\n', `\n${indent}`);
  return [indent + wrapped, ...parts.flatMap((part) => partLines(part, depth + 1, width))];
}

function optionText(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value).replaceAll(',', ', ');
  return text.length > 200 ? `${text.slice(0, 200)} …` : text;
}
