/**
 * The rules of the house, as a function from source files to broken rules. ARCHITECTURE.md tells the same in
 * words; `floors` is its table. It reads no files itself, so that a test can show it any house it likes.
 */
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { type ModuleFacts, readModule } from './module-facts.ts';

/** A source file: its path from the repository's root, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const tensorAndBelow = ['core', 'random', 'engine', 'tensor'];
const estimatorsAndBelow = [...tensorAndBelow, 'nn', 'data', 'metrics', 'preprocessing', 'estimators'];
const browserPart = [...estimatorsAndBelow, 'datasets', 'selection', 'planning', 'formats'];

/** Which folders of src each folder may import from, besides itself. `index` is src/index.ts, the package's front door. */
export const floors: Readonly<Record<string, readonly string[]>> = {
  core: [],
  random: ['core'],
  engine: ['core', 'random'],
  tensor: ['core', 'random', 'engine'],
  nn: tensorAndBelow,
  data: ['core'],
  metrics: ['core'],
  plot: ['core', 'data', 'tensor'],
  datasets: ['core', 'data', 'random'],
  preprocessing: ['core', 'random', 'data', 'tensor'],
  estimators: estimatorsAndBelow,
  selection: estimatorsAndBelow,
  planning: [...estimatorsAndBelow, 'selection'],
  formats: estimatorsAndBelow,
  index: browserPart,
  /** The door `hebb/nn` hands on tuners and wrappers too, which stand above estimators. No floor may import it. */
  'nn/index': [...estimatorsAndBelow, 'selection', 'formats'],
  node: [...browserPart, 'index'],
  cli: [...browserPart, 'plot', 'index', 'node'],
};

/** The folders that run in Node only. Everything else must run in a browser, so it may not import from them. */
const nodeFolders = ['src/node/', 'src/cli/', 'src/engine/blas/'];
/** The seams between the two: each is a file of src/node in Node, its browser twin elsewhere; for one folder alone. */
const seams = new Map([
  ['#files', 'nn'],
  ['#platform', 'datasets'],
  ['#host', 'engine'],
  ['#trials', 'selection'],
  ['#tuners', 'selection'],
]);
/** The doors of the package: the only files that hand on what others define. */
export const doors: readonly string[] = [
  'src/index.ts',
  'src/tensor/index.ts',
  'src/nn/index.ts',
  'src/datasets/index.ts',
  'src/formats/index.ts',
  'src/plot/index.ts',
  'src/node/index.ts',
];
/** What may stand nowhere. */
const everywhere = ['Math.random', 'export default'];
/** Arrows have a name at their end. One file opens modules whose addresses people give. */
const anyImport = 'import() of an address';
const moduleOpener = 'src/selection/tuners/open-module.ts';
const maxLines = 400;
const vagueNames = /^(utils?|helpers?|common|misc|shared)$/;
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Every broken rule, as `path:line: sentence`. */
export function brokenRules(files: readonly SourceFile[]): string[] {
  const modules = new Map(files.map(({ path, text }) => [path, readModule(path, text)]));
  return [
    ...[...modules].flatMap(([path, facts]) => [...names(path), ...contents(path, facts)]),
    ...[...modules].flatMap(([path, facts]) => imports(path, facts)),
    ...cycles(modules),
  ];
}

/** The floor a file lives on: its folder in src, or itself where that has a line of its own in the table. */
function floorOf(path: string): string {
  const [, folder, ...rest] = path.replace(/\.ts$/, '').split('/');
  const own = [folder, ...rest].join('/');
  return Object.hasOwn(floors, own) ? own : folder;
}

function isNodeOnly(path: string): boolean {
  return nodeFolders.some((folder) => path.startsWith(folder));
}

/** The file a relative specifier means; undefined for packages. */
function target(path: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined;
}

function names(path: string): string[] {
  const parts = path.replace(/\.ts$/, '').split('/').slice(1);
  return parts.flatMap((part) => {
    if (vagueNames.test(part)) return [`${path}: '${part}' names no idea; name it for what it does.`];
    return kebabCase.test(part) ? [] : [`${path}: '${part}' is not kebab-case.`];
  });
}

function contents(path: string, { lines, mentions }: ModuleFacts): string[] {
  const nodeOnly = isNodeOnly(path);
  const banned = mentions.filter(({ what }) =>
    what === anyImport ? path !== moduleOpener : everywhere.includes(what) || !nodeOnly,
  );
  const reasons: Readonly<Record<string, string>> = {
    'Math.random': 'numbers come from a seed',
    'export default': 'exports have names',
    [anyImport]: `who imports what must be seen; modules of other people are opened by ${moduleOpener}`,
  };
  return [
    ...(lines > maxLines ? [`${path}: ${lines} lines; past ${maxLines} it asks to be two files.`] : []),
    ...banned.map(
      ({ what, line }) => `${path}:${line}: ${what}; ${reasons[what] ?? 'browsers do not have it'}.`,
    ),
  ];
}

function imports(path: string, { imports }: ModuleFacts): string[] {
  const floor = floorOf(path);
  const allowed = floors[floor];
  if (allowed === undefined) return [`${path}: the folder '${floor}' is on no floor; add it to the table.`];
  return imports.flatMap(({ specifier, line, isReExport, atRunTime }) => {
    const at = `${path}:${line}:`;
    if (isReExport && !doors.includes(path))
      return [`${at} re-exports '${specifier}'; only the doors of the package do.`];
    const file = target(path, specifier);
    if (file === undefined) return outside(path, specifier).map((sentence) => `${at} ${sentence}`);
    const other = floorOf(file);
    if (other !== floor && !allowed.includes(other))
      return [`${at} '${floor}' may not import '${other}' (${specifier}).`];
    const leavesBrowser = atRunTime && isNodeOnly(file) && !isNodeOnly(path);
    return leavesBrowser ? [`${at} '${specifier}' runs in Node only.`] : [];
  });
}

/** What is wrong with importing something that is no file of src. */
function outside(path: string, specifier: string): string[] {
  const floor = floorOf(path);
  if (specifier.startsWith('#')) {
    const importer = seams.get(specifier);
    return importer === floor ? [] : [`'${specifier}' is for ${importer ?? 'nobody'} alone.`];
  }
  const isBuiltin = specifier.startsWith('node:') || builtinModules.includes(specifier.split('/')[0]);
  return isBuiltin && !isNodeOnly(path) ? [`imports '${specifier}'; browsers do not have it.`] : [];
}

/** Import cycles at run time, each told once. `import type` is erased, so it closes no cycle. */
function cycles(modules: ReadonlyMap<string, ModuleFacts>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push(`import cycle: ${[...trail.slice(start), path].join(' → ')}`);
    if (start >= 0 || done.has(path)) return;
    for (const { specifier, atRunTime } of modules.get(path)?.imports ?? []) {
      const next = target(path, specifier);
      if (atRunTime && next !== undefined) visit(next, [...trail, path]);
    }
    done.add(path);
  };
  for (const path of modules.keys()) visit(path, []);
  return found;
}
