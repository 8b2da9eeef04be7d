/**
 * The functions that modules for prediction call, as texts: plain JavaScript on arrays of numbers, `w` being the
 * module's numbers. They know no model.
 */

/** The name of one. */
export type ModuleFunction =
  | 'dense'
  | 'shiftAndDivide'
  | 'multiplyAndShift'
  | 'clip'
  | 'relu'
  | 'sigmoid'
  | 'softplus'
  | 'gelu'
  | 'softmax'
  | 'logSoftmax'
  | 'normalize'
  | 'codeOf'
  | 'oneHot'
  | 'ordinal'
  | 'impute'
  | 'products'
  | 'project'
  | 'share'
  | 'numbers'
  | 'largest';

/** The text of each, and which others it calls; in the order in which they are defined. */
export const moduleFunctions: Readonly<
  Record<ModuleFunction, readonly [text: string, ...needs: ModuleFunction[]]>
> = {
  dense: [
    `/** x · kernel + bias, of the numbers from a place on. */
const dense = (x, at, units) =>
  Array.from({ length: units }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += x[i] * w[at + i * units + k];
    return sum + w[at + x.length * units + k];
  });`,
  ],
  shiftAndDivide: [
    'const shiftAndDivide = (x, at) => x.map((v, j) => (v - w[at + j]) / w[at + x.length + j]);',
  ],
  multiplyAndShift: [
    'const multiplyAndShift = (x, at) => x.map((v, j) => v * w[at + j] + w[at + x.length + j]);',
  ],
  clip: ['const clip = (x, low, high) => x.map((v) => Math.min(Math.max(v, low), high));'],
  relu: ['const relu = (v) => (v < 0 ? 0 : v);'],
  sigmoid: ['const sigmoid = (v) => 1 / (1 + Math.exp(-v));'],
  softplus: ['const softplus = (v) => Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)));'],
  gelu: [
    `const gelu = (v) => {
  const z = Math.abs(v) / Math.SQRT2;
  if (z > 6) return v > 0 ? v : 0;
  let term = z;
  let sum = z;
  for (let n = 1; term > 1e-18 * sum; n++) sum += term *= (2 * z * z) / (2 * n + 1);
  const erf = (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * sum;
  return (v * (1 + Math.sign(v) * erf)) / 2;
};`,
  ],
  softmax: [
    `const softmax = (x) => {
  const most = Math.max(...x);
  const e = x.map((v) => Math.exp(v - most));
  const sum = e.reduce((a, b) => a + b);
  return e.map((v) => v / sum);
};`,
  ],
  logSoftmax: [
    `const logSoftmax = (x) => {
  const most = Math.max(...x);
  const sum = Math.log(x.reduce((a, v) => a + Math.exp(v - most), 0));
  return x.map((v) => v - most - sum);
};`,
  ],
  normalize: [
    `const normalize = (x, epsilon) => {
  const mean = x.reduce((a, b) => a + b) / x.length;
  const variance = x.reduce((a, v) => a + (v - mean) ** 2, 0) / x.length;
  return x.map((v) => (v - mean) / Math.sqrt(variance + epsilon));
};`,
  ],
  codeOf: [
    `/** The place of a value among categories; null stands for a missing one. */
const codeOf = (v, categories, mayBeUnknown) => {
  const code = categories.indexOf(Number.isNaN(v) ? null : v);
  if (code < 0 && !mayBeUnknown) throw new Error(\`\${JSON.stringify(v)} is none of \${JSON.stringify(categories)}\`);
  return code;
};`,
  ],
  oneHot: [
    `const oneHot = (x, tables, mayBeUnknown) =>
  tables.flatMap(([categories, columns, unknown, width], j) => {
    const column = columns[codeOf(x[j], categories, mayBeUnknown)] ?? unknown;
    return Array.from({ length: width }, (_, k) => Number(k === column));
  });`,
    'codeOf',
  ],
  ordinal: [
    `const ordinal = (x, tables, mayBeUnknown) =>
  tables.map(([categories, numbers, unknown], j) => numbers[codeOf(x[j], categories, mayBeUnknown)] ?? unknown);`,
    'codeOf',
  ],
  impute: [
    `const impute = (x, fills, indicated, marker) => {
  const gap = (v) => (marker === null ? Number.isNaN(v) : v === marker);
  const filled = x.flatMap((v, j) => (fills[j] === null ? [] : [gap(v) ? fills[j] : v]));
  return [...filled, ...indicated.map((j) => Number(gap(x[j])))];
};`,
  ],
  products: ['const products = (x, terms) => terms.map((term) => term.reduce((p, j) => p * x[j], 1));'],
  project: [
    `/** The rows of a matrix times x. */
const project = (x, at, rows) =>
  Array.from({ length: rows }, (_, k) => x.reduce((sum, v, i) => sum + v * w[at + k * x.length + i], 0));`,
  ],
  share: [
    `const share = (x) => {
  const sum = x.reduce((a, b) => a + b);
  return x.map((v) => (sum === 0 ? 1 / x.length : v / sum));
};`,
  ],
  numbers: [
    `const numbers = (x, count) => {
  if (x.length === count && x.every((v) => Number.isFinite(Number(v)) && v !== '')) return x.map(Number);
  throw new Error(\`expected \${count} finite numbers, got \${JSON.stringify(x)}\`);
};`,
  ],
  largest: ['const largest = (x) => x.indexOf(Math.max(...x));'],
};
