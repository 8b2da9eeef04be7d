/**
 * A command line that cannot be understood: exit code 2, where work that failed has 1. It knows no command.
 */

/** Thrown when the arguments are wrong, not the data. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
