/**
 * How the text of a file is to be read: the options that all commands with a FILE share, and how they are said
 * again, to a shell and in TypeScript. It knows no command.
 */
import { choice, type Flag, text } from './flags.ts';

export interface TextOptions {
  readonly encoding?: string;
  readonly decimal?: '.' | ',';
}

export const textFlags: { readonly encoding: Flag<string>; readonly decimal: Flag<'.' | ','> } = {
  encoding: text('NAME', "of the file's text, such as windows-1252; by default UTF-8"),
  decimal: choice(['.', ','], 'what stands before the fraction of numbers, as in 3,14; by default .'),
};

/** Those among other options, without what was not given. */
export function textOptions({
  encoding,
  decimal,
}: { readonly [Name in keyof TextOptions]: TextOptions[Name] | undefined }): TextOptions {
  return { ...(encoding !== undefined && { encoding }), ...(decimal !== undefined && { decimal }) };
}

/** The options as flags, with a blank before each. */
export function textFlagsOf({ encoding, decimal }: TextOptions): string {
  return `${encoding === undefined ? '' : ` --encoding ${encoding}`}${decimal === undefined ? '' : ` --decimal ${decimal}`}`;
}

/** The options as a last argument in TypeScript, with the comma before it; nothing where there are none. */
export function textArgumentOf(options: TextOptions): string {
  const entries = Object.entries(options).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return entries.length === 0 ? '' : `, { ${entries.join(', ').replaceAll('"', "'")} }`;
}
