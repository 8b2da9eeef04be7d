/**
 * Serves a folder of files to this machine alone: on the loopback address, files that were there at the start and
 * nothing else, with the headers that let pages use threads and keep them from talking to anyone. It knows nothing
 * of what the files are.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, sep } from 'node:path';
import { HebbError } from '../core/errors.ts';
import { readError } from './file-error.ts';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** Scripts and styles of the site itself; WebAssembly, workers made of text, and pictures made on the page. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self' blob: data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy': policy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
};

/** Answers a request itself, and says whether it did. */
export type Extra = (path: string, request: IncomingMessage, response: ServerResponse) => boolean;

export interface StaticSite {
  /** Where it is: `http://127.0.0.1:` and a port. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * @param port 0: any that is free
 * @throws HebbError `FILE_NOT_FOUND` where there is no folder, `INVALID_OPTION` for a port that is taken
 */
export async function serveFolder(
  folder: string,
  { port = 0, extra }: { readonly port?: number; readonly extra?: Extra } = {},
): Promise<StaticSite> {
  const files = filesOf(folder);
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const { port: own } = server.address() as AddressInfo;
    const refusal = refuse(request, own);
    if (refusal !== undefined) {
      response.writeHead(refusal).end();
      return;
    }
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (extra?.(path, request, response)) return;
    const file = files.get(path === '/' ? '/index.html' : path);
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    sendFile(file, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? `port ${port} is taken` : error.message;
      reject(new HebbError('INVALID_OPTION', `The page can't be served: ${reason}.`));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendFile(file: string, { method }: IncomingMessage, response: ServerResponse): void {
  try {
    const content = readFileSync(file);
    response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
    response.end(method === 'HEAD' ? undefined : content);
  } catch {
    // It was there at the start, and is no more.
    response.writeHead(404).end();
  }
}

/** Every file below a folder, by the path it is asked for. */
function filesOf(folder: string): Map<string, string> {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return new Map(
      entries
        .filter((entry) => entry.isFile())
        .map((entry) => {
          const file = join(entry.parentPath, entry.name);
          return [`/${file.slice(join(folder, sep).length).split(sep).join('/')}`, file];
        }),
    );
  } catch (error) {
    throw readError(folder, error);
  }
}

/** Only reading, and only under the names of this machine: a page elsewhere must not come in by a name of its own. */
function refuse({ method, headers: { host } }: IncomingMessage, port: number): number | undefined {
  if (method !== 'GET' && method !== 'HEAD') return 405;
  return host === `127.0.0.1:${port}` || host === `localhost:${port}` ? undefined : 403;
}
