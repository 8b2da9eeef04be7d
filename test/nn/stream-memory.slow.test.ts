/**
 * Streams larger than memory: a training on 2 GB of batches, made one after the other, takes no more memory at its
 * end than after its first tenth. In a process of its own, on the built package.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const program = `
  import { Dense, Input, Sequential } from 'hebb/nn';
  const [batches, rows, inputs] = [2000, 256, 1000];
  async function* stream() {
    for (let k = 0; k < batches; k++) {
      const data = new Float32Array(rows * inputs).fill((k % 13) - 6);
      yield [{ data, shape: [rows, inputs] }, { data: data.slice(0, rows), shape: [rows, 1] }];
    }
  }
  const model = new Sequential([Input([inputs]), new Dense(8, { activation: 'relu' }), new Dense(1)]);
  model.compile({ optimizer: 'adam', loss: 'mse' });
  const sizes = [];
  const look = (done) => { if (done % 100 === 0) { gc(); sizes.push(process.memoryUsage().rss / 1e6); } };
  const how = { verbose: 0, callbacks: [{ onTrainBatchEnd: (batch) => look(batch + 1), onProgress() {} }] };
  await model.fit(stream, how);
  const trained = sizes.splice(0);
  const scoring = { verbose: 0, callbacks: [{ onTestBatchEnd: (batch) => look(batch + 1) }] };
  await model.evaluate(stream, scoring);
  console.log(JSON.stringify({ trained, scored: sizes }));
  process.exit(0);
`;

test('a training and a scoring on 2 GB of batches take constant memory', async () => {
  const words = ['--expose-gc', '--input-type=module', '--eval', program];
  const cwd = fileURLToPath(new URL('../../', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd });
  const { trained, scored } = JSON.parse(stdout) as Record<'trained' | 'scored', number[]>;
  for (const sizes of [trained, scored]) {
    expect(sizes).toHaveLength(20);
    const early = Math.max(...sizes.slice(0, 4));
    // Megabytes: the batches that came since are 1600.
    expect(Math.max(...sizes.slice(4)) - early).toBeLessThan(30);
  }
});
