/** Names for things that were given without: their kinds in lower case, numbered where one comes twice. */

/**
 * @example
 * defaultNames(['StandardScaler', 'Dense', 'Dense']); // ['standardscaler', 'dense-1', 'dense-2']
 */
export function defaultNames(kinds: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return kinds.map((kind) => {
    const name = kind.toLowerCase();
    if (kinds.indexOf(kind) === kinds.lastIndexOf(kind)) return name;
    const number = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, number);
    return `${name}-${number}`;
  });
}
