/** The terminal that a program may be writing to, for whoever shows progress. Where there is one, the host knows. */
import { host } from '#host';
import type { Terminal } from './host.ts';

/** Standard output, where it is a terminal on which a line can be drawn over itself. */
export function terminal(): Terminal | undefined {
  return host.terminal();
}
