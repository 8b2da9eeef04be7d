/**
 * OpenML's API: which data set a name means, what it is, which columns it has. Answers are kept like any other
 * file, under the names they have in scikit-learn's recordings, which a mirror may hold.
 * Source: https://www.openml.org/apis, the calls data/list, data and data/features.
 */
import { HebbError } from '../core/errors.ts';
import { gunzip } from '../data/bytes.ts';
import {
  answered,
  type FetchedFile,
  type FetchOptions,
  fetchFiles,
  listMirror,
  type RemoteFile,
} from './fetch-files.ts';

const owner = 'fetchOpenml';
const bases = ['https://www.openml.org/', 'https://api.openml.org/'];
const folder = 'sklearn/openml';

/** What OpenML says of a data set. */
export interface OpenmlDescription {
  readonly name: string;
  readonly version: number;
  readonly description: string;
  readonly format: string;
  readonly licence: string;
  readonly status: string;
  readonly fileId: string;
  readonly md5: string;
  /** What OpenML's own checks found wrong. */
  readonly problems: readonly string[];
}

/** What OpenML says of a column. */
export interface OpenmlFeature {
  readonly name: string;
  readonly isNumeric: boolean;
  readonly isTarget: boolean;
  readonly isIgnored: boolean;
  readonly isRowIdentifier: boolean;
}

/** The data sets of a name, at most two, the oldest first. */
export interface OpenmlMatch {
  readonly id: number;
  readonly version: number;
}

/**
 * The data sets called `name`: those of a version, else those that are active.
 *
 * @throws HebbError `INVALID_OPTION` if there is none; what `fetchFiles` throws
 */
export async function findByName(
  name: string,
  version: number | undefined,
  options: FetchOptions,
): Promise<OpenmlMatch[]> {
  const key = encodeURIComponent(name.toLowerCase());
  const list = `api/v1/json/data/list/data_name/${key}/limit/2`;
  const file = `api-v1-jdl-dn-${key}-l-2`;
  const searches =
    version === undefined
      ? [{ path: `${list}/status/active/`, file: `${file}-s-act-` }]
      : [
          { path: `${list}/data_version/${version}`, file: `${file}-dv-${version}` },
          {
            path: `${list}/data_version/${version}/status/deactivated`,
            file: `${file}-dv-${version}-s-dact`,
          },
        ];
  for (const search of searches) {
    const answer = await unlessUnknown(() => found(search.path, search.file, options));
    if (answer !== undefined) return answer;
  }
  const which =
    version === undefined ? `no active data set called '${name}'` : `no version ${version} of '${name}'`;
  throw new HebbError('INVALID_OPTION', `${owner}: OpenML has ${which}.`);
}

async function found(path: string, file: string, options: FetchOptions): Promise<OpenmlMatch[]> {
  const ids = await listMirror(options, folder);
  const onMirror = ids.map((id) => ({ path: `${folder}/${id}/${file}.json.gz`, urls: [] }));
  const answer = await json([...onMirror, ...forms(`${folder}/${file}.json`, [path])], options);
  const sets = items(child(child(answer, 'data'), 'dataset'));
  if (sets.length === 0) throw broken('a list without data sets');
  return sets.map((set) => ({ id: numeric(set, 'did'), version: numeric(set, 'version') }));
}

/**
 * What the data set is.
 *
 * @throws HebbError `INVALID_OPTION` if there is none with this number; what `fetchFiles` throws
 */
export async function describe(id: number, options: FetchOptions): Promise<OpenmlDescription> {
  const group = forms(`${folder}/id_${id}/api-v1-jd-${id}.json`, [`api/v1/json/data/${id}`]);
  const answer = await unlessUnknown(() => json(group, options));
  if (answer === undefined) {
    throw new HebbError('INVALID_OPTION', `${owner}: OpenML has no data set with the number ${id}.`);
  }
  const set = child(answer, 'data_set_description');
  return {
    name: textual(set, 'name'),
    version: numeric(set, 'version'),
    description: optional(set, 'description') ?? '',
    format: textual(set, 'format'),
    licence: optional(set, 'licence') ?? 'none stated',
    status: textual(set, 'status'),
    fileId: textual(set, 'file_id'),
    md5: textual(set, 'md5_checksum').toLowerCase(),
    problems: ['error', 'warning'].flatMap((key) => optional(set, key) ?? []),
  };
}

/** Which columns the data set has, in order. */
export async function describeFeatures(id: number, options: FetchOptions): Promise<OpenmlFeature[]> {
  const group = forms(`${folder}/id_${id}/api-v1-jdf-${id}.json`, [`api/v1/json/data/features/${id}`]);
  const answer = await json(group, options);
  return items(child(child(answer, 'data_features'), 'feature')).map((feature) => ({
    name: textual(feature, 'name'),
    isNumeric: textual(feature, 'data_type') === 'numeric',
    isTarget: optional(feature, 'is_target') === 'true',
    isIgnored: optional(feature, 'is_ignore') === 'true',
    isRowIdentifier: optional(feature, 'is_row_identifier') === 'true',
  }));
}

/** The data themselves, as ARFF. */
export async function fetchArff(
  id: number,
  { fileId, md5 }: OpenmlDescription,
  options: FetchOptions,
): Promise<FetchedFile> {
  const group = forms(`${folder}/id_${id}/data-v1-dl-${fileId}.arff`, [`data/v1/download/${fileId}`], md5);
  const [fetched] = await fetchFiles(owner, [group], options);
  return fetched;
}

/** A file in the two forms it may have: gzipped on mirrors, plain from OpenML. */
function forms(path: string, calls: readonly string[], md5?: string): RemoteFile[] {
  const urls = bases.flatMap((base) => calls.map((call) => base + call));
  return [
    { path: `${path}.gz`, md5, urls: [] },
    { path, md5, urls },
  ];
}

async function json(group: readonly RemoteFile[], options: FetchOptions): Promise<unknown> {
  const { onProgress, ...others } = options;
  const [{ bytes }] = await fetchFiles(owner, [group], others);
  return JSON.parse(new TextDecoder().decode(await gunzip(bytes)));
}

/** OpenML answers 412 for what it does not know. */
async function unlessUnknown<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (answered(error, 412)) return undefined;
    throw error;
  }
}

function child(parent: unknown, key: string): unknown {
  if (typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key)) {
    return (parent as Readonly<Record<string, unknown>>)[key];
  }
  throw broken(`no '${key}'`);
}

function items(list: unknown): unknown[] {
  if (Array.isArray(list)) return list;
  throw broken('something else than a list');
}

function optional(parent: unknown, key: string): string | undefined {
  if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, key)) return undefined;
  const value = child(parent, key);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function textual(parent: unknown, key: string): string {
  const value = optional(parent, key);
  if (value === undefined) throw broken(`no '${key}'`);
  return value;
}

function numeric(parent: unknown, key: string): number {
  const value = Number(textual(parent, key));
  if (!Number.isSafeInteger(value)) throw broken(`no number '${key}'`);
  return value;
}

function broken(what: string): HebbError {
  return new HebbError('CORRUPT_FILE', `${owner}: an answer of OpenML's holds ${what}.`);
}
