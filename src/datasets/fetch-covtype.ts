/**
 * Covertype: which kind of forest grows on 30 m × 30 m of Colorado, told from maps. As scikit-learn has it, in
 * the order of the original file.
 */
import { checkOptions } from '../core/options.ts';
import type { BytesLike } from '../data/bytes.ts';
import { NumberColumn } from '../data/column.ts';
import { readCsv } from '../data/read-csv.ts';
import { Table } from '../data/table.ts';
import type { NumberRows, TabularDataset } from './dataset.ts';
import { type FetchOptions, fetchFiles, fetchRules, type RemoteFile } from './fetch-files.ts';

const file: RemoteFile = {
  path: 'covtype/covtype.data.gz',
  sha256: '614360d0257557dd1792834a85a1cdebfadc3c4f30b011d56afee7ffb5b15771',
  urls: [
    'https://ndownloader.figshare.com/files/5976039',
    'https://archive.ics.uci.edu/ml/machine-learning-databases/covtype/covtype.data.gz',
  ],
};

const featureNames: readonly string[] = [
  'Elevation',
  'Aspect',
  'Slope',
  'Horizontal_Distance_To_Hydrology',
  'Vertical_Distance_To_Hydrology',
  'Horizontal_Distance_To_Roadways',
  'Hillshade_9am',
  'Hillshade_Noon',
  'Hillshade_3pm',
  'Horizontal_Distance_To_Fire_Points',
  ...Array.from({ length: 4 }, (_, i) => `Wilderness_Area_${i}`),
  ...Array.from({ length: 40 }, (_, i) => `Soil_Type_${i}`),
];
const targetName = 'Cover_Type';

/** Covertype. `target` holds the classes 1 to 7; class k is `targetNames[k - 1]`. */
export type CovtypeDataset = TabularDataset<NumberRows, Int32Array>;

/**
 * Fetches Covertype: 581,012 places in four wilderness areas of Colorado, ten measures and 44 flags each, and
 * which of seven kinds of forest grows there. `data` has shape (581012, 54). Downloaded once (11 MB), then kept;
 * it takes 250 MB of memory, and as much again if `table` is looked at.
 *
 * @throws HebbError `NETWORK_ERROR`, `CHECKSUM_MISMATCH`
 * @example
 * const { data, target } = await fetchCovtype();
 * data.shape; // [581012, 54]
 */
export async function fetchCovtype(options: FetchOptions = {}): Promise<CovtypeDataset> {
  checkOptions('fetchCovtype', options, fetchRules);
  const [{ bytes }] = await fetchFiles('fetchCovtype', [[file]], options);
  return readCovtype(bytes);
}

/** The data set from the rows of its file, 54 features and the class in each. */
export async function readCovtype(bytes: BytesLike): Promise<CovtypeDataset> {
  const columns = [...featureNames, targetName];
  const types = Object.fromEntries(columns.map((name) => [name, 'number' as const]));
  const read = await readCsv(bytes, { name: 'covtype.data', columns, types });
  const matrix = read.drop(targetName).toMatrix();
  const data: NumberRows = { data: matrix.data, shape: [matrix.rows, matrix.columns] };
  const target = Int32Array.from(read.column(targetName) as Iterable<number>);
  return {
    name: 'covtype',
    data,
    target,
    featureNames,
    get table() {
      return tableOf(data, target);
    },
    targetNames: [
      'Spruce/Fir',
      'Lodgepole Pine',
      'Ponderosa Pine',
      'Cottonwood/Willow',
      'Aspen',
      'Douglas-fir',
      'Krummholz',
    ],
    description:
      'Kind of forest on 581,012 plots of 30 m × 30 m in the Roosevelt National Forest, from elevation, slope, distances, shade, area and soil.',
    source: 'J. A. Blackard, UCI Machine Learning Repository, 1998',
    licence: 'reuse unlimited with the notice: copyright Jock A. Blackard and Colorado State University',
  };
}

function tableOf({ data, shape: [rows, width] }: NumberRows, target: Int32Array): Table {
  const columns = featureNames.map((name, j) => {
    const values = new Float64Array(rows);
    for (let i = 0; i < rows; i++) values[i] = data[i * width + j];
    return new NumberColumn(name, values);
  });
  return new Table([...columns, new NumberColumn(targetName, Float64Array.from(target))]);
}
