/** `hebb studio`: serves the built studio on this machine and opens it in the browser. */
import { type Command, defineCommand } from './command.ts';
import { type FlagValues, text, toggle, whole } from './flags.ts';
import { Interruption } from './interruption.ts';
import { openBrowser, serveStudio } from './studio-site.ts';
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
  const site = await serveStudio({ port });
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
