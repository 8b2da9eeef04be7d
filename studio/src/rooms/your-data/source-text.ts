/** Transformers and estimators as the TypeScript that makes them: what their constructors were given, none by name. */
import { ColumnTransformer, Pipeline, type Savable } from 'hebb';

/** Longer lists and records stand on several lines. */
const longest = 80;

/** Values as TypeScript, and the classes that they take. */
export class SourceText {
  readonly classes: Set<string> = new Set();

  of(value: unknown): string {
    if (Array.isArray(value))
      return listed(
        '[',
        value.map((one) => this.of(one)),
        ']',
      );
    if (typeof value !== 'object' || value === null) return text(value);
    if (isEstimator(value)) return this.#made(value);
    const entries = Object.entries(value).filter(([, one]) => one !== undefined);
    return listed(
      '{ ',
      entries.map(([name, one]) => `${name}: ${this.of(one)}`),
      ' }',
    );
  }

  #made(estimator: Estimator): string {
    const { kind } = estimator.toState();
    this.classes.add(kind);
    const parts = partsOf(estimator).map((part) => this.of(part));
    if (Object.keys(estimator.options).length > 0) parts.push(this.of(estimator.options));
    return `new ${kind}(${parts.join(', ')})`;
  }
}

interface Estimator extends Savable {
  readonly options: object;
}

function isEstimator(value: object): value is Estimator {
  return 'toState' in value && 'options' in value;
}

/** What a constructor takes before the options. */
function partsOf(estimator: Estimator): unknown[] {
  if (estimator instanceof Pipeline) return [estimator.steps];
  return estimator instanceof ColumnTransformer ? [estimator.transformers] : [];
}

/** On one line where that is short enough. */
function listed(open: string, parts: readonly string[], close: string): string {
  const line = `${open}${parts.join(', ')}${close}`;
  if (line.length <= longest && !line.includes('\n')) return line;
  const lines = parts.map((part) => `  ${part.replaceAll('\n', '\n  ')},\n`);
  return `${open.trim()}\n${lines.join('')}${close.trim()}`;
}

/** A text, a number, a boolean or null as TypeScript has it. */
export function text(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  const inner = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}
