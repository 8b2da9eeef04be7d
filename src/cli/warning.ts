/**
 * Things worth saying that do not stop the work: a sentence each on stderr.
 */
import { styleOf } from './style.ts';
import type { Terminal } from './terminal.ts';
import { printable } from './text-layout.ts';

/** Say `message`, out of which control characters are taken. */
export function warnOn({ stderr }: Pick<Terminal, 'stderr'>, message: string): void {
  stderr.write(`${styleOf(stderr).yellow('warning:')} ${printable(message)}\n`);
}
