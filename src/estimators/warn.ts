/**
 * How training says what is worth saying: kept in the record, and told to whoever listens.
 */
import type { HebbWarning, WarningCode } from '../core/errors.ts';

export type Warn = (code: WarningCode, message: string) => void;

export function warner(kept: HebbWarning[], listener: (warning: HebbWarning) => void): Warn {
  return (code, message) => {
    const warning = { code, message };
    kept.push(warning);
    listener(warning);
  };
}
