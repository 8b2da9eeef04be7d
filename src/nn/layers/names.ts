/**
 * Names of layers as Keras gives them: the class in snake_case, numbered by when it was made (`dense`, `dense_1`, …).
 */

const counts = new Map<string, number>();

/** `BatchNormalization` → `batch_normalization`. */
export function snakeCase(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** The next name of a class that nobody has named. */
export function nextName(className: string): string {
  const name = snakeCase(className);
  const count = counts.get(name) ?? 0;
  counts.set(name, count + 1);
  return count === 0 ? name : `${name}_${count}`;
}

/**
 * Begin to number names from the start again, so that the same code makes the same names. Models that are there
 * keep theirs.
 *
 * @example
 * clearSession();
 * new Dense(3).name; // 'dense'
 * new Dense(3).name; // 'dense_1'
 */
export function clearSession(): void {
  counts.clear();
}
