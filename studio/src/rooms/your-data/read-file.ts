/** A table out of a person's file, within bounds that keep the page alive. It knows no page. */
import { type ByteSource, HebbError, readTable, type Table } from 'hebb';
import { tooLarge } from './size-limit.ts';

const MB = 1e6;
/** What packed files may become. */
const mostUnpacked = 400 * MB;
const mostColumns = 500;
const mostCells = 40e6;

/**
 * @param most bytes that a packed file may have when it is unpacked
 * @throws HebbError what the readers throw, with line and column; `UNSUPPORTED` for what would not fit; `EMPTY_DATA`
 */
export async function readFile(
  file: File,
  onProgress: (read: number, total: number) => void,
  most: number = mostUnpacked,
): Promise<Table> {
  const refusal = tooLarge(file.name, file.size);
  if (refusal !== undefined) throw new HebbError('UNSUPPORTED', refusal);
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isPacked = head[0] === 0x1f && head[1] === 0x8b;
  const table = await readTable(isPacked ? unpacked(file, most) : file, { onProgress }).catch(
    (cause: unknown) => {
      if (cause instanceof HebbError || !isPacked) throw cause;
      throw new HebbError('CORRUPT_FILE', `${file.name} is gzip, but damaged or cut short.`, { cause });
    },
  );
  if (table.rowCount === 0) {
    throw new HebbError('EMPTY_DATA', `${file.name} has no rows below its header.`);
  }
  if (table.columns.length < 2) {
    throw new HebbError(
      'EMPTY_DATA',
      `${file.name} has one column only; learning takes one to predict and at least one to predict it from.`,
    );
  }
  if (table.columns.length > mostColumns || table.columns.length * table.rowCount > mostCells) {
    throw new HebbError(
      'UNSUPPORTED',
      `${file.name} has ${table.columns.length} columns and ${table.rowCount} rows; in a page, ${mostColumns} columns and ${mostCells / 1e6} million cells are the most. Take a part of it, or train with hebb train.`,
    );
  }
  return table;
}

/** A gzip file as what is in it, which may be a thousand times larger: no further than that is bearable. */
function unpacked(file: File, most: number): ByteSource {
  return {
    name: file.name.replace(/\.gz$/i, ''),
    open() {
      let size = 0;
      return file
        .stream()
        .pipeThrough(new DecompressionStream('gzip') as ReadableWritablePair<Uint8Array<ArrayBuffer>>)
        .pipeThrough(
          new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
            transform(chunk, controller) {
              size += chunk.length;
              if (size > most) {
                throw new HebbError(
                  'UNSUPPORTED',
                  `${file.name} unpacks to more than ${most / MB} MB, which is too much for a page. Take a part of its rows.`,
                );
              }
              controller.enqueue(chunk);
            },
          }),
        );
    },
  };
}
