/**
 * Finds the command that was asked for, runs it, and turns what goes wrong into one sentence and an exit code:
 * 0 done, 1 failed, 2 not understood, 130 ended by Ctrl-C. The list of commands is here.
 */
import { didYouMean, HebbError } from '../core/errors.ts';
import { version } from '../core/version.ts';
import { book } from './book.ts';
import type { Command } from './command.ts';
import { completionOf } from './completion.ts';
import { convert } from './convert.ts';
import { datasets } from './datasets.ts';
import { doctor } from './doctor.ts';
import { evaluate } from './evaluate.ts';
import { inspect } from './inspect.ts';
import { interrupted } from './interruption.ts';
import { predict } from './predict.ts';
import { search } from './search.ts';
import { studio } from './studio.ts';
import { styleOf } from './style.ts';
import type { Terminal } from './terminal.ts';
import { columns, printable } from './text-layout.ts';
import { train } from './train.ts';
import { UsageError } from './usage-error.ts';

const commands: readonly Command[] = [
  train,
  search,
  predict,
  evaluate,
  inspect,
  convert,
  datasets,
  book,
  studio,
  doctor,
  completionOf(() => commands),
];

/**
 * Run a command line.
 *
 * @param args what comes after `hebb`
 * @returns the exit code
 */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name] = args;
  try {
    await dispatch(args, terminal);
    return 0;
  } catch (error) {
    if (isInterruption(error)) return interrupted;
    const command = commands.some((known) => known.name === name) ? `hebb ${name}` : 'hebb';
    const message = error instanceof Error ? error.message : String(error);
    const known = error instanceof UsageError || error instanceof HebbError;
    const sentence = printable(known ? message : `something unexpected went wrong: ${message}`);
    terminal.stderr.write(`${styleOf(terminal.stderr).red(`${command}:`)} ${sentence}\n`);
    if (!(error instanceof UsageError)) return 1;
    terminal.stderr.write(`See ${command} --help.\n`);
    return 2;
  }
}

function isInterruption(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

async function dispatch([name, ...rest]: readonly string[], terminal: Terminal): Promise<void> {
  if (name === undefined || name === '--help' || name === '-h' || (name === 'help' && rest.length === 0)) {
    terminal.stdout.write(overview());
    return;
  }
  if (name === '--version' || name === '-V') {
    terminal.stdout.write(`${version}\n`);
    return;
  }
  if (name === 'help') await find(rest[0]).run(['--help'], terminal);
  else await find(name).run(rest, terminal);
}

function find(name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  const kind = name.startsWith('-') ? 'option' : 'command';
  const names = kind === 'option' ? ['--help', '--version'] : commands.map((command) => command.name);
  throw new UsageError(`there is no ${kind} ${name}.${didYouMean(name, names)}`);
}

function overview(): string {
  const list = commands.map(({ name, summary }) => [`  ${name}`, summary]);
  return `hebb ${version}: neural networks from tables

Usage: hebb COMMAND …

Commands:
${columns(list, 80)}

Options:
  -h, --help     show this page; hebb COMMAND --help tells more
  -V, --version  show the version

Example:
  hebb train diamonds --target price
`;
}
