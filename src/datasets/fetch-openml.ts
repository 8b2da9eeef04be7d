/**
 * Any data set of OpenML, by number or name. Which columns are features and which the target is settled as
 * scikit-learn's fetch_openml does.
 */
import { didYouMean, HebbError, type HebbWarning, show } from '../core/errors.ts';
import { checkOptions, integer, listOf, matching, nullable, type Rule } from '../core/options.ts';
import { readArff } from '../data/arff.ts';
import type { Column } from '../data/column.ts';
import type { Table } from '../data/table.ts';
import type { TabularDataset } from './dataset.ts';
import { type FetchOptions, fetchRules } from './fetch-files.ts';
import {
  describe,
  describeFeatures,
  fetchArff,
  findByName,
  type OpenmlDescription,
  type OpenmlFeature,
} from './openml-api.ts';

/** Which data set is fetched, and how: `dataId`, or `name` with or without `version`. */
export interface OpenmlOptions extends FetchOptions {
  /** The number in the address of the data set's page, such as 61 for https://www.openml.org/d/61. */
  readonly dataId?: number;
  /** The data set's name, in capitals or not. */
  readonly name?: string;
  /** Which data set of the name. Default 'active': the oldest that OpenML has found no fault with. */
  readonly version?: number | 'active';
  /**
   * What is to be predicted: a column, several, or with null none. Default 'default-target': what OpenML says
   * it is.
   */
  readonly targetColumn?: string | readonly string[] | null;
}

/**
 * A data set of OpenML. `target` is a column, a table for several, null for none. `data` has the other columns
 * but those that number the rows or that OpenML says to leave aside.
 */
export interface OpenmlDataset extends TabularDataset<Table, Column | Table | null> {
  readonly id: number;
  readonly version: number;
  /** What is worth knowing, such as that there are more data sets of the name, or that OpenML found a fault. */
  readonly warnings: readonly HebbWarning[];
}

const text = matching('text', (value) => typeof value === 'string' && value !== '');
const rules: Readonly<Record<string, Rule>> = {
  ...fetchRules,
  dataId: integer({ min: 1 }),
  name: text,
  version: matching(
    "an integer ≥ 1 or 'active'",
    (value) => value === 'active' || integer({ min: 1 }).allows(value),
  ),
  targetColumn: nullable(text, listOf(text)),
};

/**
 * Fetches a data set of OpenML (https://www.openml.org), one of many thousands. Numeric columns are number
 * columns, nominal ones category columns with all their categories, strings category or text columns. Downloaded
 * once, then kept.
 *
 * @throws HebbError `INVALID_OPTION` also for a name or number that OpenML does not have; `UNKNOWN_COLUMN` for a
 *   target that isn't there; `INVALID_VALUE` for a target with missing values and for targets of which some are
 *   numbers and some not; `UNSUPPORTED` for data that are not kept as ARFF; `NETWORK_ERROR`, `CHECKSUM_MISMATCH`,
 *   and what `readArff` throws
 * @example
 * const { data, target } = await fetchOpenml({ name: 'titanic', version: 1 });
 * console.table(data.describe());
 */
export async function fetchOpenml(options: OpenmlOptions): Promise<OpenmlDataset> {
  checkOptions('fetchOpenml', options, rules);
  const { dataId, name, version, targetColumn, ...fetching } = options;
  const warnings: HebbWarning[] = [];
  const warn = (message: string): void => {
    warnings.push({ code: 'DATA', message });
  };
  const id = await resolveId(dataId, name, version, fetching, warn);
  const description = await describe(id, fetching);
  warnOf(description, id, warn);
  if (!/^(sparse_)?arff$/i.test(description.format)) {
    throw new HebbError(
      'UNSUPPORTED',
      `fetchOpenml: data set ${id} is kept as ${description.format}, only ARFF is read.`,
    );
  }
  const features = await describeFeatures(id, fetching);
  const targets = chooseTargets(features, targetColumn, warn);
  const { file, bytes } = await fetchArff(id, description, fetching);
  const all = await readArff(bytes, { name: file.path });
  const isFeature = (feature: OpenmlFeature): boolean =>
    !targets.includes(feature.name) && !feature.isIgnored && !feature.isRowIdentifier;
  const data = all.select(...features.filter(isFeature).map((feature) => feature.name));
  const target = targetOf(all, targets);
  return {
    id,
    name: description.name,
    version: description.version,
    data,
    target,
    targetNames: namesOf(target, targets),
    featureNames: data.columnNames,
    table: all.select(...data.columnNames, ...targets),
    description: description.description,
    source: `OpenML data set ${id}, https://www.openml.org/d/${id}`,
    licence: description.licence,
    warnings,
  };
}

/** The number of the data set that the options mean. */
async function resolveId(
  dataId: number | undefined,
  name: string | undefined,
  version: number | 'active' | undefined,
  fetching: FetchOptions,
  warn: (message: string) => void,
): Promise<number> {
  if (dataId !== undefined) {
    if (name === undefined && version === undefined) return dataId;
    throw new HebbError(
      'INVALID_OPTION',
      `fetchOpenml: 'dataId' already says which data set and version; leave out 'name' and 'version'.`,
    );
  }
  if (name === undefined) {
    throw new HebbError('INVALID_OPTION', "fetchOpenml needs the option 'name' or 'dataId'.");
  }
  const [first, second] = await findByName(name, version === 'active' ? undefined : version, fetching);
  if (second !== undefined) {
    warn(
      `OpenML has several active data sets called '${name}', which may differ in everything; this is version ${first.version}.`,
    );
  }
  return first.id;
}

function warnOf(description: OpenmlDescription, id: number, warn: (message: string) => void): void {
  const { name, version, status, problems } = description;
  if (status !== 'active') {
    warn(
      `version ${version} of '${name}' is ${status}: faults were found in it; https://www.openml.org/d/${id}.`,
    );
  }
  for (const problem of problems) warn(`OpenML found a fault in '${name}': ${problem}`);
}

/** The names of the target columns. */
function chooseTargets(
  features: readonly OpenmlFeature[],
  wanted: string | readonly string[] | null | undefined,
  warn: (message: string) => void,
): readonly string[] {
  const names = features.map((feature) => feature.name);
  if (wanted === null) return [];
  const byDefault = wanted === undefined || wanted === 'default-target';
  const chosen = byDefault
    ? features.filter((feature) => feature.isTarget).map((feature) => feature.name)
    : [wanted].flat();
  const found = chosen.map((name) => {
    const feature = features.find((each) => each.name === name);
    if (feature !== undefined) return feature;
    throw new HebbError(
      'UNKNOWN_COLUMN',
      `fetchOpenml: there is no column ${show(name)} for a target.${didYouMean(name, names)} The columns are: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}.`,
    );
  });
  for (const { name, isIgnored, isRowIdentifier } of found) {
    if (isIgnored) warn(`OpenML says to leave the target '${name}' aside.`);
    if (isRowIdentifier) warn(`the target '${name}' numbers the rows, says OpenML.`);
  }
  if (new Set(found.map((feature) => feature.isNumeric)).size > 1) {
    throw new HebbError(
      'INVALID_VALUE',
      `fetchOpenml: some of the targets ${chosen.join(', ')} are numbers and some are not; they must all be of one kind.`,
    );
  }
  return chosen;
}

function targetOf(all: Table, names: readonly string[]): Column | Table | null {
  for (const name of names) {
    const { missing } = all.column(name);
    if (missing === 0) continue;
    throw new HebbError(
      'INVALID_VALUE',
      `fetchOpenml: the target '${name}' lacks ${missing} of its ${all.rowCount} values; fetch with targetColumn: null and leave those rows out.`,
    );
  }
  if (names.length === 0) return null;
  return names.length === 1 ? all.column(names[0]) : all.select(...names);
}

function namesOf(target: Column | Table | null, names: readonly string[]): readonly string[] {
  return target !== null && 'type' in target && target.type === 'category' ? target.categories : names;
}
