/**
 * What one source file imports, exports and touches, read off its syntax tree. It knows none of the rules.
 * `import type` and `export type` are erased when the file runs; a declaration whose names are all marked
 * `type` one by one is not: the import itself stays.
 */
import { parseSync, Visitor } from 'vite';

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Still there when the file runs. */
  readonly atRunTime: boolean;
  /** `export … from`: handed on rather than used. */
  readonly isReExport: boolean;
}

export interface Mention {
  readonly what: string;
  readonly line: number;
}

export interface ModuleFacts {
  readonly imports: readonly Import[];
  /** Globals of Node, `Math.random`, default exports, and `import()` of what is no literal. */
  readonly mentions: readonly Mention[];
  readonly lines: number;
}

const nodeGlobals = new Set(['process', 'Buffer', 'require', '__dirname', '__filename']);

/** Read a file. @throws Error where it does not parse */
export function readModule(path: string, text: string): ModuleFacts {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`);
  const imports: Import[] = [];
  const mentions: Mention[] = [];
  /** Names that stand for a property, not for a variable: `x.process`, `{ process: 1 }`. */
  const propertyNames = new Set<number>();
  const lineOf = (start: number): number => text.slice(0, start).split('\n').length;
  const add = (specifier: string, start: number, atRunTime: boolean, isReExport = false): void => {
    imports.push({ specifier, line: lineOf(start), atRunTime, isReExport });
  };
  const mention = (what: string, start: number): void => {
    mentions.push({ what, line: lineOf(start) });
  };
  new Visitor({
    ImportDeclaration({ source, importKind, start }) {
      add(source.value, start, importKind !== 'type');
    },
    ExportAllDeclaration({ source, exportKind, start }) {
      add(source.value, start, exportKind !== 'type', true);
    },
    ExportNamedDeclaration({ source, exportKind, specifiers, start }) {
      if (source !== null) add(source.value, start, exportKind !== 'type', true);
      const names = specifiers.map(({ exported }) => ('name' in exported ? exported.name : exported.value));
      if (names.includes('default')) mention('export default', start);
    },
    ExportDefaultDeclaration({ start }) {
      mention('export default', start);
    },
    ImportExpression({ source, start }) {
      if (source.type !== 'Literal' || typeof source.value !== 'string') {
        mention('import() of an address', start);
      } else add(source.value, start, true);
    },
    TSImportType({ source, start }) {
      add(source.value, start, false);
    },
    Property({ key, computed, shorthand }) {
      if (!computed && !shorthand) propertyNames.add(key.start);
    },
    PropertyDefinition({ key, computed }) {
      if (!computed) propertyNames.add(key.start);
    },
    MethodDefinition({ key, computed }) {
      if (!computed) propertyNames.add(key.start);
    },
    TSPropertySignature({ key }) {
      propertyNames.add(key.start);
    },
    TSMethodSignature({ key }) {
      propertyNames.add(key.start);
    },
    MemberExpression({ object, property, computed, start }) {
      const owner = object.type === 'Identifier' ? object.name : '';
      const name = computed
        ? property.type === 'Literal' && property.value
        : property.type === 'Identifier' && property.name;
      if (owner === 'Math' && name === 'random') mention('Math.random', start);
      if (!computed && owner !== 'globalThis') propertyNames.add(property.start);
    },
    Identifier({ name, start }) {
      if (nodeGlobals.has(name) && !propertyNames.has(start)) mention(name, start);
    },
  }).visit(program);
  return { imports, mentions, lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0) };
}
