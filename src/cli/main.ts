#!/usr/bin/env node
/**
 * The program `hebb`: hands the process to `runCommand`. Nothing imports this file.
 */
import { widenUnasked } from '../engine/select.ts';
import { runCommand } from './run-command.ts';
import { processTerminal } from './terminal.ts';

// A reader that has seen enough, such as `head`, closes the pipe: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
widenUnasked();
runCommand(process.argv.slice(2), processTerminal()).then((code) => {
  process.exitCode = code;
});
