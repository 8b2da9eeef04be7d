/**
 * `hebb datasets`: the named data sets, and getting those that come from the network. What they are is told by
 * `dataset-catalogue.ts`.
 */
import { dirname } from 'node:path';
import { counted } from '../core/counted.ts';
import { didYouMean } from '../core/errors.ts';
import type { FileStore } from '../datasets/platform.ts';
import { platform } from '../node/platform.ts';
import { ProgressBar } from '../node/progress-bar.ts';
import { type Command, defineCommand } from './command.ts';
import { type CatalogueEntry, catalogue } from './dataset-catalogue.ts';
import { type FlagValues, toggle } from './flags.ts';
import { Interruption } from './interruption.ts';
import { fileSize } from './number-text.ts';
import { styleOf } from './style.ts';
import type { Terminal } from './terminal.ts';
import { columns } from './text-layout.ts';
import { UsageError } from './usage-error.ts';

const flags = {
  json: toggle('one line of JSON instead of text'),
} as const;

export const datasets: Command = defineCommand({
  name: 'datasets',
  summary: 'list the named data sets, or fetch one',
  arguments: [],
  optional: ['fetch', 'NAME'],
  words: ['fetch', ...catalogue.map(({ name }) => name)],
  about:
    'Lists the named data sets: rows, columns, licence, where they are from, and whether they are here. With fetch NAME it downloads one, checks it and keeps it in the cache ($XDG_CACHE_HOME/hebb or ~/.cache/hebb); a download that broke off goes on from there. HEBB_DATA_MIRROR names a folder or address that has the files.',
  flags,
  examples: [
    ['What is there', 'hebb datasets'],
    ['Fashion-MNIST, 31 MB, once', 'hebb datasets fetch fashion-mnist'],
  ],
  run,
});

async function run(
  [action, name]: readonly string[],
  { json = false }: FlagValues<typeof flags>,
  terminal: Terminal,
): Promise<void> {
  if (action === undefined) return list(json, terminal);
  if (action !== 'fetch') {
    throw new UsageError(`'${action}' is not known; there is only hebb datasets fetch NAME.`);
  }
  const entry = catalogue.find((candidate) => candidate.name === name);
  if (entry !== undefined) return fetchEntry(entry, json, terminal);
  const names = catalogue.map((candidate) => candidate.name);
  throw new UsageError(
    name === undefined
      ? `which data set? They are: ${names.join(', ')}.`
      : `there is no data set '${name}'.${didYouMean(name, names)} They are: ${names.join(', ')}.`,
  );
}

type Place = 'embedded' | 'cached' | 'mirror' | 'not fetched';

const placeTexts: Readonly<Record<Place, string>> = {
  embedded: 'embedded',
  cached: 'in the cache',
  mirror: 'in the mirror',
  'not fetched': 'not fetched yet',
};

async function list(json: boolean, { stdout }: Terminal): Promise<void> {
  const entries = await Promise.all(
    catalogue.map(async (entry) => ({ entry, place: (await placeOf(entry)).place })),
  );
  if (json) {
    const sets = entries.map(({ entry: { remote, ...facts }, place }) => ({ ...facts, place }));
    stdout.write(`${JSON.stringify(sets)}\n`);
    return;
  }
  const style = styleOf(stdout);
  const pairs = entries.map(({ entry, place }) => [
    entry.name,
    `${counted(entry.rows, 'row')}, ${counted(entry.columns, 'column')}, ${placeTexts[place]}: ${entry.about}. ${entry.source}; licence: ${entry.licence}`,
  ]);
  const text = columns(pairs, Math.max(40, Math.min(100, stdout.columns)));
  stdout.write(`${text.replace(/^\S+/gm, style.bold)}\n`);
}

async function fetchEntry(entry: CatalogueEntry, json: boolean, terminal: Terminal): Promise<void> {
  const { remote, ...facts } = entry;
  if (remote !== undefined) {
    const { stderr } = terminal;
    const bar = new ProgressBar(stderr.isTerminal ? stderr : { columns: 80, write: () => {} });
    const interruption = new Interruption(terminal, () => bar.clear());
    try {
      await remote.fetch({
        signal: interruption.signal,
        onProgress: (loaded, total) => {
          const of = Number.isNaN(total) ? '' : ` of ${fileSize(total)}`;
          bar.show({ left: entry.name, fraction: loaded / total || 0, right: `${fileSize(loaded)}${of}` });
        },
      });
    } finally {
      bar.clear();
      interruption.close();
    }
  }
  const { place, path } = await placeOf(entry);
  if (json) {
    terminal.stdout.write(`${JSON.stringify({ ...facts, place, path })}\n`);
    return;
  }
  const size = `${counted(entry.rows, 'row')}, ${counted(entry.columns, 'column')}`;
  const where = path === undefined ? 'comes with hebb; there is nothing to fetch' : `is in ${path}`;
  terminal.stdout.write(`${entry.name} (${size}) ${where}.\n`);
}

/** Where a data set's files are; they need not all be in the cache to be had. */
async function placeOf({ remote }: CatalogueEntry): Promise<{ place: Place; path?: string }> {
  if (remote === undefined) return { place: 'embedded' };
  const mirror = platform.mirror();
  const stores: [Place, FileStore][] = [['cached', platform.store()]];
  if (mirror !== undefined && !/^https?:/i.test(mirror)) stores.push(['mirror', platform.store(mirror)]);
  for (const [place, store] of stores) {
    const found = await Promise.all(remote.files.map((group) => firstThere(store, group)));
    if (found[0] !== undefined && !found.includes(undefined)) {
      return { place, path: store.locate(found.length === 1 ? found[0] : dirname(found[0])) };
    }
  }
  return { place: 'not fetched' };
}

async function firstThere(store: FileStore, paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    if ((await store.list(dirname(path))).includes(path.slice(dirname(path).length + 1))) return path;
  }
  return undefined;
}
