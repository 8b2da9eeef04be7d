/** `hebb studio`: serves the built studio on this machine and opens it in the browser. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HebbError } from '../core/errors.ts';
import { serveFolder } from '../node/static-site.ts';
import { type Command, defineCommand } from './command.ts';
import { type FlagValues, text, toggle, whole } from './flags.ts';
import { Interruption } from './interruption.ts';
import type { Terminal } from './terminal.ts';

const flags = {
  port: whole('PORT', { min: 1, max: 65_535 }, 'the port to serve on; any free one if not given'),
  room: text('ROOM', 'the room to open, with its settings, as in the address of the page'),
  'no-open': toggle("say where it is, but don't open a browser"),
} as const;

export const studio: Command = defineCommand({
  name: 'studio',
  summary: 'open the studio: neural networks to touch',
  arguments: [],
  about:
    'Serves the studio to this machine alone, at a loopback address, and opens it in the browser. All computing happens in the page; no data leaves the machine. Ends with Ctrl-C.',
  flags,
  examples: [
    ['Open it', 'hebb studio'],
    ['At a fixed address, for a bookmark', 'hebb studio --port 4040 --no-open'],
  ],
  run,
});

async function run(
  _: readonly string[],
  { port, room, 'no-open': isQuiet = false }: FlagValues<typeof flags>,
  terminal: Terminal,
): Promise<void> {
  const site = await serveFolder(studioFolder(), { port });
  const interruption = new Interruption(terminal, () => {});
  const address = `${site.url}/${room === undefined ? '' : `#${room}`}`;
  terminal.stdout.write(`The studio is at ${address}\nCtrl-C ends it.\n`);
  if (!isQuiet) openBrowser(address);
  try {
    const { signal } = interruption;
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve());
    });
  } finally {
    interruption.close();
    await site.close();
  }
}

/** Where the built studio lies: beside the bundle of this program, in the package as in the repository. */
function studioFolder(): string {
  const folder = ['../../studio/', '../../dist/studio/']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(`${path}index.html`));
  if (folder === undefined) {
    throw new HebbError('FILE_NOT_FOUND', 'The studio is not built. In the repository: npm run build:studio');
  }
  return folder;
}

/** Ask the system to open an address. Where it can't, the printed address must do. */
function openBrowser(address: string): void {
  const [program, ...words] = {
    darwin: ['open', address],
    win32: ['cmd', '/c', 'start', '', address],
  }[process.platform as string] ?? ['xdg-open', address];
  const child = spawn(program, words, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
