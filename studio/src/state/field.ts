/**
 * The settings of a room as a table: for each one its short name in the address, its value at first, and how it is
 * read and written. Controls, address and reset all follow from the table. It knows no room.
 */

/** One setting. */
export interface Field<T> {
  /** Its name in the address. */
  readonly code: string;
  readonly initial: T;
  /** A value as the address has it; undefined if it can't be one. */
  read(text: string): T | undefined;
  write(value: T): string;
}

/** A table of fields of any types. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The values of a table of fields. */
export type Values<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never;
};

/** One of some words. */
export interface Choice<T extends string> extends Field<T> {
  readonly options: readonly T[];
}

/** A number between two others. */
export interface NumberField extends Field<number> {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

export function choice<const T extends string>(code: string, options: readonly T[], initial: T): Choice<T> {
  return {
    code,
    options,
    initial,
    read: (text) => options.find((option) => option === text),
    write: (value) => value,
  };
}

/** @param step how far apart values are; 0: any number */
export function number(
  code: string,
  initial: number,
  { min, max, step }: { readonly min: number; readonly max: number; readonly step: number },
): NumberField {
  const read = (text: string): number | undefined => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value)) return undefined;
    const near = step === 0 ? value : min + Math.round((value - min) / step) * step;
    return Number(Math.min(max, Math.max(min, near)).toPrecision(12));
  };
  return { code, initial, min, max, step, read, write: (value) => String(value) };
}

export function flag(code: string, initial: boolean): Field<boolean> {
  return {
    code,
    initial,
    read: (text) => (text === '1' ? true : text === '0' ? false : undefined),
    write: (value) => (value ? '1' : '0'),
  };
}

/** Several of some words, in the table's order. */
export function several<const T extends string>(
  code: string,
  options: readonly T[],
  initial: readonly T[],
): Field<readonly T[]> & { readonly options: readonly T[] } {
  return {
    code,
    options,
    initial,
    read(text) {
      const words = text === '' ? [] : text.split('.');
      const known = options.filter((option) => words.includes(option));
      return known.length === words.length ? known : undefined;
    },
    write: (values) => values.join('.'),
  };
}

/** Anything else, by two functions that undo each other. */
export function custom<T>(
  code: string,
  initial: T,
  read: (text: string) => T | undefined,
  write: (value: T) => string,
): Field<T> {
  return { code, initial, read, write };
}

/** The values at first. */
export function initialValues<F extends Fields>(fields: F): Values<F> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { initial }]) => [name, initial]),
  ) as Values<F>;
}

/** What differs from the first values, for the address. */
export function encode<F extends Fields>(fields: F, values: Values<F>): string {
  const query = new URLSearchParams();
  for (const [name, field] of Object.entries(fields)) {
    const text = field.write(values[name]);
    if (text !== field.write(field.initial)) query.set(field.code, text);
  }
  return query.toString();
}

/** Values from an address; what it doesn't say, or says wrong, is as at first. */
export function decode<F extends Fields>(fields: F, text: string): Values<F> {
  const query = new URLSearchParams(text);
  const entries = Object.entries(fields).map(([name, field]) => {
    const given = query.get(field.code);
    return [name, (given === null ? undefined : field.read(given)) ?? field.initial];
  });
  return Object.fromEntries(entries) as Values<F>;
}
