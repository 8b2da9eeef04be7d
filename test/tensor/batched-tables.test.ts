import { expect, test } from 'vitest';
import { createEngine } from '../../src/engine/select.ts';
import { BatchedTables } from '../../src/tensor/batched-tables.ts';
import { Program } from '../../src/tensor/program.ts';

const rows = 1100;
const size = 100;
/** 70 MB of float32: of the large table two batches at a time are brought. */
const width = 16_000;
const random = createOrder();

/** Every table says in its first column which row it is. */
function table(width: number): Float32Array {
  const values = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) values[row * width] = row;
  return values;
}

/** Another order at each call. */
function createOrder(): () => Int32Array {
  let step = 1;
  return () => {
    step += 2;
    return Int32Array.from({ length: rows }, (_, i) => (i * step + step) % rows);
  };
}

test('steps see the rows of their batch in every table, whatever the order, from any batch on', () => {
  const values = [table(width), table(2)];
  const shapes = [
    [rows, width],
    [rows, 2],
  ];
  const tables = new BatchedTables(
    values.map((numbers, i) => ({ values: numbers, shape: shapes[i], dtype: 'float32' })),
    rows - 30,
    size,
  );
  expect(tables.batches).toBe(11);
  const functions = tables.functions((parts, count) => ({
    outputs: parts.map((part) => part.slice([0, 0], [count, 1])),
  }));
  const program = new Program(functions, createEngine('wasm', { threads: 1 }));
  tables.load(program);
  const check = (order: Int32Array, first: number): void => {
    program.write(tables.step, [first]);
    for (let batch = first; batch < tables.batches; batch++) {
      const { name, most, meanwhile } = tables.bring(program, batch);
      expect(most).toBeGreaterThan(0);
      program.run(name, 1, batch % 3 === 0 ? meanwhile : undefined);
      const wanted = order.subarray(batch * size, batch * size + tables.rowsOf(batch));
      for (const table of [0, 1]) expect(Int32Array.from(program.output(name, table))).toEqual(wanted);
    }
  };
  const asTheyAre = Int32Array.from({ length: rows - 30 }, (_, i) => i);
  check(asTheyAre, 0);
  for (const first of [0, 3, 10]) {
    const order = random().subarray(0, rows - 30);
    tables.reorder(program, order);
    check(order, first);
  }
});
