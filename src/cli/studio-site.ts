/** The built studio, served to this machine and opened in its browser. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HebbError } from '../core/errors.ts';
import { type Extra, type StaticSite, serveFolder } from '../node/static-site.ts';

/** @throws HebbError as `serveFolder`; `FILE_NOT_FOUND` where the studio is not built */
export function serveStudio(options: {
  readonly port?: number;
  readonly extra?: Extra;
}): Promise<StaticSite> {
  return serveFolder(studioFolder(), options);
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
export function openBrowser(address: string): void {
  const [program, ...words] = {
    darwin: ['open', address],
    win32: ['cmd', '/c', 'start', '', address],
  }[process.platform as string] ?? ['xdg-open', address];
  const child = spawn(program, words, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
