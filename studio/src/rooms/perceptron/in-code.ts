/** The room in a few lines of Hebb. */
export const code = `import { Perceptron, perceptronSteps } from 'hebb';
import { loadIris } from 'hebb/datasets';

const { data, target } = await loadIris();
const flowers = Array.from(target, (_, i) => [data.data[4 * i + 2], data.data[4 * i + 3]]);
const isSetosa = Array.from(target, (species) => species === 0);

const model = await new Perceptron().fit(flowers, isSetosa);
console.log(await model.predict([[2, 0.5], [3, 1]]));

for (const { row, prediction, target, weightChange } of perceptronSteps(flowers, isSetosa)) {
  if (prediction !== target) console.log(row, weightChange);
}`;
