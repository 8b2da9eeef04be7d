/**
 * California housing, number for number as scikit-learn prepares it: columns reordered, three totals divided
 * by the number of households, the target in 100,000 dollars.
 */
import { gunzip } from '../data/bytes.ts';
import { NumberColumn } from '../data/column.ts';
import { parseCsv } from '../data/csv.ts';
import { Table } from '../data/table.ts';
import type { NumberRows, TabularDataset } from './dataset.ts';
import { type FetchedFile, type FetchOptions, fetchFiles, type RemoteFile } from './fetch-files.ts';
import { tarMember } from './tar.ts';

/** The same data in two forms: as it is, which mirrors have, and in the archive that is on the web. */
const forms: readonly RemoteFile[] = [
  {
    path: 'california-housing/cal_housing.data',
    sha256: 'a2b44dcc7e1c9091b43c4f458b25cbd1f7e8068d08edd26bc4703108d3fa6214',
    bytes: 2_071_484,
    urls: [],
  },
  {
    path: 'california-housing/cal_housing.tgz',
    sha256: 'aaa5c9a6afe2225cc2aed2723682ae403280c4a3695a2ddda4ffb5d8215ea681',
    urls: [
      'https://ndownloader.figshare.com/files/5976036',
      'https://www.dcc.fc.up.pt/~ltorgo/Regression/cal_housing.tgz',
    ],
  },
];

const columnsInFile = [
  'longitude',
  'latitude',
  'medianAge',
  'rooms',
  'bedrooms',
  'population',
  'households',
  'medianIncome',
  'medianValue',
] as const;

/**
 * Fetches California housing: 20,640 districts of the census of 1990, eight numbers each, and their median
 * house value in 100,000 US dollars. `data` has shape (20640, 8): MedInc, HouseAge, AveRooms, AveBedrms,
 * Population, AveOccup, Latitude, Longitude. Downloaded once (about half a megabyte), then kept.
 *
 * @throws HebbError `NETWORK_ERROR`, `CHECKSUM_MISMATCH`
 * @example
 * const { data, target } = await fetchCaliforniaHousing();
 * data.shape; // [20640, 8]
 */
export async function fetchCaliforniaHousing(
  options: FetchOptions = {},
): Promise<TabularDataset<NumberRows, Float64Array>> {
  const [fetched] = await fetchFiles('fetchCaliforniaHousing', [forms], options);
  const text = new TextDecoder().decode(await memberOf(fetched));
  const types = Object.fromEntries(columnsInFile.map((name) => [name, 'number' as const]));
  const raw = parseCsv(text, { name: 'cal_housing.data', columns: columnsInFile, types });
  const values = (name: (typeof columnsInFile)[number]): Float64Array =>
    Float64Array.from(raw.column(name).toArray() as number[]);
  const households = values('households');
  const perHousehold = (totals: Float64Array): Float64Array =>
    totals.map((total, i) => total / households[i]);
  const features = new Table([
    new NumberColumn('MedInc', values('medianIncome')),
    new NumberColumn('HouseAge', values('medianAge')),
    new NumberColumn('AveRooms', perHousehold(values('rooms'))),
    new NumberColumn('AveBedrms', perHousehold(values('bedrooms'))),
    new NumberColumn('Population', values('population')),
    new NumberColumn('AveOccup', perHousehold(values('population'))),
    new NumberColumn('Latitude', values('latitude')),
    new NumberColumn('Longitude', values('longitude')),
  ]);
  const target = values('medianValue').map((dollars) => dollars / 100_000);
  const matrix = features.toMatrix();
  return {
    name: 'california-housing',
    data: { data: matrix.data, shape: [matrix.rows, matrix.columns] },
    target,
    featureNames: features.columnNames,
    targetNames: ['MedHouseVal'],
    table: new Table([...features.columns, new NumberColumn('MedHouseVal', target)]),
    description: 'Median house value and eight numbers of 20,640 districts in California, census of 1990.',
    source:
      'R. K. Pace, R. Barry, "Sparse spatial autoregressions", Statistics & Probability Letters 33, 1997 (StatLib)',
    licence: 'none stated (public StatLib data)',
  };
}

async function memberOf({ file, bytes }: FetchedFile): Promise<Uint8Array> {
  if (!file.path.endsWith('.tgz')) return bytes;
  return tarMember(await gunzip(bytes, file.path), 'CaliforniaHousing/cal_housing.data');
}
