/**
 * What a command sees of the process: two streams, interrupts, and a way to quit. Commands get a `Terminal`
 * and touch nothing else, so that tests can hand them one of their own. It knows no command.
 */
import { once } from 'node:events';

/** A stream that text goes to. */
export interface Output {
  /** Whether a person looks at it as it comes, on a screen whose lines can be drawn over. */
  readonly isTerminal: boolean;
  /** Whether colours may be used. */
  readonly hasColors: boolean;
  /** Characters in a line; 80 where that is not known. */
  readonly columns: number;
  write(text: string): void;
}

export interface Terminal {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Wait until whoever reads stdout has caught up, so that what is written does not pile up in memory. */
  drained(): Promise<void>;
  /** Call `listener` for each Ctrl-C instead of ending the process. Returns a function that undoes that. */
  onInterrupt(listener: () => void): () => void;
  /** End the process at once. */
  quit(exitCode: number): void;
}

/** The terminal of the running process. */
export function processTerminal(): Terminal {
  return {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    drained: async () => {
      if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
    },
    onInterrupt: (listener) => {
      process.on('SIGINT', listener);
      return () => process.off('SIGINT', listener);
    },
    quit: (exitCode) => process.exit(exitCode),
  };
}

/** See no-color.org for NO_COLOR. */
function outputOf(stream: NodeJS.WriteStream): Output {
  const { NO_COLOR = '', TERM } = process.env;
  const isTerminal = stream.isTTY === true && TERM !== 'dumb';
  return {
    isTerminal,
    hasColors: isTerminal && NO_COLOR === '',
    get columns(): number {
      return stream.columns || 80;
    },
    write: (text) => {
      stream.write(text);
    },
  };
}
