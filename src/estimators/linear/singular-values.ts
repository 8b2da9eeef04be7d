/**
 * Singular values of a square matrix by Jacobi's rotations from one side (Hestenes 1958; Demmel & Veselić,
 * SIAM J. Matrix Anal. Appl. 13, 1992): its columns are turned against each other until all are orthogonal.
 */
import { pause } from '../../core/pause.ts';
import { dot } from './strips.ts';

/** A = U diag(singular) Vᵀ, the largest singular value first. Vectors are rows here: row j belongs to value j. */
export interface SingularValues {
  readonly singular: Float64Array;
  /** U · diag(singular), transposed: n × n. */
  readonly left: Float64Array;
  /** Vᵀ: n × n. */
  readonly right: Float64Array;
}

/** Columns whose cosine is smaller are orthogonal. */
const ORTHOGONAL = 1e-15;
const MAX_SWEEPS = 60;

/** @param transposed Aᵀ, n × n: the columns of A one after the other; overwritten */
export async function singularValues(transposed: Float64Array, n: number): Promise<SingularValues> {
  const right = new Float64Array(n * n);
  for (let j = 0; j < n; j++) right[j * n + j] = 1;
  let turned = true;
  for (let sweep = 0; turned && sweep < MAX_SWEEPS; sweep++) {
    turned = false;
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) {
        const tangent = tangentBetween(transposed, n, p, q);
        if (tangent === 0) continue;
        turned = true;
        turn(transposed, n, p, q, tangent);
        turn(right, n, p, q, tangent);
      }
    }
    await pause();
  }
  const norms = Array.from({ length: n }, (_, j) => Math.sqrt(product(transposed, n, j, j)));
  const order = Array.from(norms.keys()).sort((a, b) => norms[b] - norms[a]);
  const sorted = (rows: Float64Array): Float64Array =>
    Float64Array.from({ length: n * n }, (_, i) => rows[order[Math.floor(i / n)] * n + (i % n)]);
  return {
    singular: Float64Array.from(order, (j) => norms[j]),
    left: sorted(transposed),
    right: sorted(right),
  };
}

/** Tangent of the angle by which rows p and q must be turned to be orthogonal; 0 when they are. */
function tangentBetween(rows: Float64Array, n: number, p: number, q: number): number {
  const common = product(rows, n, p, q);
  const [pp, qq] = [product(rows, n, p, p), product(rows, n, q, q)];
  if (Math.abs(common) <= ORTHOGONAL * Math.sqrt(pp * qq)) return 0;
  const cotangent = (qq - pp) / (2 * common);
  return (cotangent < 0 ? -1 : 1) / (Math.abs(cotangent) + Math.hypot(1, cotangent));
}

function turn(rows: Float64Array, n: number, p: number, q: number, tangent: number): void {
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = cosine * tangent;
  for (let i = 0; i < n; i++) {
    const [a, b] = [rows[p * n + i], rows[q * n + i]];
    rows[p * n + i] = cosine * a - sine * b;
    rows[q * n + i] = sine * a + cosine * b;
  }
}

function product(rows: Float64Array, n: number, p: number, q: number): number {
  return dot(rows, p * n, rows, q * n, n);
}
