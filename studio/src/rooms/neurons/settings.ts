/** What can be set in the room of neurons: a formula, which inputs are on, and the board. */
import { custom, type Field } from '../../state/field.ts';
import { type BoardNeuron, emptyBoard, readBoard, writeBoard } from './board.ts';

const formula: Field<string> = custom(
  'f',
  'A xor B',
  (text) => (text.length <= 80 ? text : undefined),
  (text) => text,
);

/** Names of the inputs that are on. */
const on: Field<readonly string[]> = custom<readonly string[]>(
  'on',
  ['A'],
  (text) => text.split('.').filter((name) => name !== ''),
  (names) => names.join('.'),
);

const board: Field<readonly BoardNeuron[]> = custom('b', emptyBoard, readBoard, writeBoard);

export const fields = { formula, on, board };
