/**
 * JSON from files that nobody vouches for. `JSON.parse` lets the last of two equal keys win, a way to smuggle
 * things past checks, and takes any depth, which exhausts the stack of whoever walks the result: both are
 * refused here. It knows nothing of what the JSON means.
 */
import { HebbError, show } from '../core/errors.ts';

/** No file of ours is nested nearly as deep. */
const depthLimit = 64;

/**
 * The value of a JSON text.
 *
 * @param what what the text is called in messages
 * @throws HebbError `CORRUPT_FILE` for invalid JSON, equal keys in one object, and too deep nesting
 */
export function parseStrictJson(text: string, what: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new HebbError('CORRUPT_FILE', `${what} is not valid JSON.`, { cause });
  }
  const open: Set<string>[] = [];
  let latest = '';
  for (let i = 0; i < text.length; i++) {
    switch (text[i]) {
      case '{':
      case '[':
        if (open.push(new Set()) > depthLimit) {
          throw new HebbError('CORRUPT_FILE', `${what} is nested deeper than ${depthLimit} levels.`);
        }
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case '"': {
        const end = endOfString(text, i);
        latest = text.slice(i, end);
        i = end - 1;
        break;
      }
      case ':': {
        const key: string = JSON.parse(latest);
        const keys = open[open.length - 1];
        if (keys.has(key)) throw new HebbError('CORRUPT_FILE', `${what} has ${show(key)} twice.`);
        keys.add(key);
        break;
      }
    }
  }
  return value;
}

/** One past the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i + 1;
}
