/** A terminal that keeps what is written to it, and from which a test can press Ctrl-C. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../src/cli/run-command.ts';
import type { Output, Terminal } from '../../src/cli/terminal.ts';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What the process would have ended with, had it not gone on. */
  readonly quitWith: number | undefined;
}

export interface FakeOptions {
  readonly isTerminal?: boolean;
  readonly hasColors?: boolean;
  /** How often Ctrl-C is pressed when this appears on stderr for the first time. */
  readonly interrupt?: { readonly at: string; readonly times: number };
}

/** Run `hebb` with these arguments in this process. */
export async function hebb(args: readonly string[], options: FakeOptions = {}): Promise<Outcome> {
  const { isTerminal = false, hasColors = false, interrupt } = options;
  const written = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  let pressed = false;
  let quitWith: number | undefined;
  const outputOf = (name: 'stdout' | 'stderr'): Output => ({
    isTerminal,
    hasColors,
    columns: 80,
    write: (text) => {
      written[name] += text;
      if (pressed || interrupt === undefined || !written.stderr.includes(interrupt.at)) return;
      pressed = true;
      for (let i = 0; i < interrupt.times; i++) for (const listener of listeners) listener();
    },
  });
  const terminal: Terminal = {
    stdout: outputOf('stdout'),
    stderr: outputOf('stderr'),
    drained: async () => {},
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    quit: (code) => {
      quitWith = code;
    },
  };
  const code = await runCommand(args, terminal);
  return { code, ...written, quitWith };
}

export interface Folder {
  /** The path of a file in it. */
  path(name: string): string;
  /** Write a file; gives its path. */
  file(name: string, text: string | Uint8Array): string;
  remove(): void;
}

/** A new, empty folder. */
export function temporaryFolder(): Folder {
  const folder = mkdtempSync(join(tmpdir(), 'hebb-cli-'));
  const path = (name: string): string => join(folder, name);
  const file = (name: string, text: string | Uint8Array): string => {
    writeFileSync(path(name), text);
    return path(name);
  };
  return { path, file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** CSV text of rows. */
export function csv(header: string, rows: readonly (readonly unknown[])[]): string {
  return `${header}\n${rows.map((row) => `${row.join(',')}\n`).join('')}`;
}
