/** Counted work, and stages: every row once, and nothing side by side that touches the same memory. */
import { expect, test } from 'vitest';
import type { Phase, Plan } from '../../src/engine/contract.ts';
import { productsWith } from '../../src/engine/wasm/products.ts';
import { type Job, stagesOf } from '../../src/engine/wasm/stages.ts';
import { conflict, type Footprint, footprintOf, nameOf, workOf } from '../../src/engine/work.ts';
import { placeholder, variable, zeros } from '../../src/tensor/creation.ts';
import { gradients } from '../../src/tensor/gradients.ts';
import { makePlan } from '../../src/tensor/plan.ts';

/** One step of gradient descent on a network. */
function planOf(rows: number, sizes: readonly number[]): Plan {
  const weights = sizes.slice(1).map((units, i) => variable(zeros([sizes[i], units])));
  const x = placeholder([rows, sizes[0]], 'float32');
  const y = weights.reduce((h, w, i) => (i === 0 ? h.matmul(w) : h.maximum(0).matmul(w)), x);
  const loss = y.square().mean();
  const updates = gradients(loss, weights).map((g, i) => [weights[i], weights[i].sub(g.mul(0.1))] as const);
  return makePlan({ step: { outputs: [loss], updates } }).plan;
}

const shapes: [number, number[]][] = [
  [200, [8, 50, 50, 1]],
  [37, [784, 300, 100, 10]],
  [512, [512, 1024, 10]],
  [1, [3, 2]],
  [20_000, [5, 7]],
];

function stages(plan: Plan, use: 'never' | 'always'): readonly { jobs: readonly Job[] }[] {
  const packed = (kernel: { k: number; n: number }): number => kernel.k * kernel.n * 4;
  const { stages: all } = stagesOf(plan.functions.step, plan.arenaBytes, productsWith(use, 5, false), packed);
  return all.map(({ tasks }) => ({ jobs: tasks.flatMap((task) => task.jobs) }));
}

function footprint(job: Job): Footprint {
  if (job.kind === 'pack') return { reads: [footprintOf(job.kernel).reads[1]], writes: [] };
  const all = job.phase.kernels.map(footprintOf);
  return { reads: all.flatMap(({ reads }) => reads), writes: all.flatMap(({ writes }) => writes) };
}

test.each(shapes)('%i rows through %j', (rows, sizes) => {
  const plan = planOf(rows, sizes);
  for (const use of ['never', 'always'] as const) {
    const all = stages(plan, use);
    const seen = new Set<Phase>();
    for (const { jobs } of all) {
      for (const job of jobs) {
        const length = job.kind === 'rows' ? job.phase.rows : job.kernel.n;
        expect(job.chunk * job.count).toBeGreaterThanOrEqual(length);
        expect(job.chunk * (job.count - 1)).toBeLessThan(length);
        if (job.kind === 'rows') seen.add(job.phase);
      }
      if (jobs.every((job) => job.count === 1)) continue;
      for (const [i, job] of jobs.entries()) {
        for (const other of jobs.slice(i + 1)) expect(conflict(footprint(job), footprint(other))).toBe(false);
      }
    }
    expect(seen).toEqual(new Set(plan.functions.step));
    expect(all.some(({ jobs }) => jobs.some((job) => job.kind === 'pack'))).toBe(use === 'never' && rows > 1);
  }
});

test('counted work is that of the textbook: two operations a weight and row forward, twice that backward', () => {
  const [rows, sizes] = [64, [30, 40, 20, 5]];
  const plan = planOf(rows, sizes);
  const kernels = plan.functions.step.flatMap((phase) => phase.kernels);
  const products = kernels.filter((kernel) => kernel.kind === 'matmul');
  const weights = sizes.slice(1).map((units, i) => units * sizes[i]);
  const all = weights.reduce((sum, count) => sum + count, 0);
  const expected = 2 * rows * (all + all + (all - weights[0]));
  expect(workOf([{ rows: 1, kernels: products }]).flops).toBe(expected);
  expect(workOf(plan.functions.step).flops).toBeGreaterThan(expected);
  expect(nameOf(products[0])).toBe('product 64×30·30×40');
});

test('bytes of a product are its three matrices', () => {
  const [product] = makePlan({
    f: { outputs: [placeholder([3, 4], 'float64').matmul(placeholder([4, 5], 'float64'))] },
  }).plan.functions.f;
  expect(workOf([product])).toEqual({ flops: 120, bytes: 8 * (12 + 20 + 15) });
});
