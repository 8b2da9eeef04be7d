/**
 * `toModule`: a model as the text of an ES module without dependencies, its weights inside, for pages and programs that
 * only predict.
 */
import type { FloatDType } from '../../core/dtype.ts';
import type { Savable } from '../../core/model-state.ts';
import { checkOptions, oneOf } from '../../core/options.ts';
import { version } from '../../core/version.ts';
import { Model } from '../../nn/models/model.ts';
import { featuresIn, stateOf } from '../fitted-state.ts';
import { literal, ModuleText } from './module-text.ts';
import { writeModelLines } from './write-layers.ts';
import { type Outcome, writeEstimatorLines } from './write-state.ts';

export interface ModuleOptions {
  /** The type that the weights are kept in; float32 takes half the room. Default: the model's own, estimators float64. */
  readonly dtype?: FloatDType;
}

/**
 * A stack of dense layers, or a fitted estimator or pipeline, as the text of a JavaScript module that exports
 * `predict(rows)`, and `predictProba(rows)` for classifiers that know probabilities. Rows are arrays of values, or
 * objects by the names of the features where the estimator saw names; null, undefined and NaN are missing values. The
 * module has less than 5 kB of code beside its weights (base64) and categories, and needs nothing but JavaScript of 2020.
 *
 * Regressors give a number a row (an array for several targets), classifiers a label, models and transformers an array
 * of numbers. A category that was not seen, a missing feature and what is no number throw an `Error`.
 *
 * @throws HebbError `UNSUPPORTED` for a layer or step without counterpart, naming it; `NOT_FITTED`;
 * `UNKNOWN_OPTION`, `INVALID_OPTION`; `INVALID_VALUE` for what is neither model nor estimator
 * @example
 * const model = await new LinearRegression().fit([[1], [2], [3]], [1, 3, 5]);
 * const text = toModule(model); // a file of its own: import { predict } from './model.mjs'
 * text.includes('export const predict'); // true
 */
export function toModule(source: Model | Savable, options: ModuleOptions = {}): string {
  const { dtype } = checkOptions('toModule', options, { dtype: oneOf('float32', 'float64') });
  if (source instanceof Model) {
    const text = new ModuleText(dtype ?? source.dtype);
    const lines = writeModelLines(text, source);
    return moduleText(text, lines, { kind: 'numbers' }, null);
  }
  const state = stateOf('toModule', source);
  const text = new ModuleText(dtype ?? 'float64');
  const lines: string[] = [];
  const outcome = writeEstimatorLines(text, state, lines);
  return moduleText(text, lines, outcome, featuresIn(state).names);
}

/** What `predict` makes of a row's scores, and the type that this is. */
function resultOf(
  text: ModuleText,
  { kind, classes, threshold = 0 }: Outcome,
): readonly [expression: string, type: string] {
  switch (kind) {
    case 'number':
      return ['x[0]', 'number'];
    case 'numbers':
      return ['x', 'number[]'];
    case 'features':
      return ['x', '(number | string)[]'];
    case 'flags':
      return [`x.map((v) => Number(v > ${threshold}))`, 'number[]'];
    case 'label': {
      const labels = literal(classes);
      const type = typeof classes?.[0];
      const many = `${labels}[${text.call('largest', 'x')}]`;
      // A classifier that has seen one class has a single output and says that class.
      const two = classes?.length === 1 ? `${labels}[0]` : `${labels}[Number(x[0] > ${threshold})]`;
      return [`x.length > 1 ? ${many} : ${two}`, type];
    }
  }
}

function moduleText(
  text: ModuleText,
  lines: readonly string[],
  outcome: Outcome,
  names: readonly string[] | null,
): string {
  const [result, type] = resultOf(text, outcome);
  const value = 'number | string | boolean | null';
  const row = names === null ? `(${value})[]` : `(${value})[] | Record<string, ${value}>`;
  const values =
    names === null
      ? 'row'
      : `Array.isArray(row) || ArrayBuffer.isView(row) ? row : ${literal(names)}.map((name) => row[name])`;
  const { probabilities } = outcome;
  const parts = [
    `// A trained model, written by hebb ${version}: predict(rows) needs nothing else.`,
    `const w = ${text.numbers};`,
    text.functions,
    `/** @typedef {${row}} Row */`,
    `/** The values of a row: null and undefined are missing numbers.\n * @param {Row} row */`,
    `const valuesOf = (row) => Array.from(${values}, (v) => v ?? NaN);`,
    `const run = (row) => {\n  let x = valuesOf(row);\n${lines.map((line) => `  ${line}`).join('\n')}\n  return x;\n};`,
    `/**\n * @param {Row[]} rows\n * @returns {${type.includes('|') ? `(${type})` : type}[]} one prediction a row\n */`,
    `export const predict = (rows) => rows.map(run).map((x) => ${result});`,
  ];
  if (probabilities !== undefined) {
    parts.push(
      '/**\n * @param {Row[]} rows\n * @returns {number[][]} the probability of each class, by row\n */',
      `export const predictProba = (rows) => rows.map(run).map((x) => ${probabilities});`,
      '/** The classes, in the order of their probabilities. */',
      `export const classes = ${literal(outcome.classes)};`,
    );
  }
  return `${parts.filter((part) => part !== '').join('\n')}\n`;
}
