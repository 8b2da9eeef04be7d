/**
 * The folder of public data sets that may lie beside the repository: ../shared/data. Tests that need it go
 * through this file: they run wherever the folder is, and say what they miss where it is not.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'vitest';

const folder = new URL('../../shared/data/', import.meta.url);
const isThere = existsSync(folder);
/** .ci/run looks for this in the names of skipped tests. */
const need = '(needs ../shared/data)';

/** The path of a file or folder in the shared data. */
export function sharedData(path = ''): string {
  return fileURLToPath(new URL(path, folder));
}

/** `describe`, skipped where there is no shared data. */
export function describeWithSharedData(name: string, body: () => void): void {
  describe.skipIf(!isThere)(`${name} ${need}`, body);
}

/** `test`, skipped where there is no shared data. */
export function testWithSharedData(name: string, body: () => void | Promise<void>, timeout?: number): void {
  test.skipIf(!isThere)(`${name} ${need}`, body, timeout);
}
