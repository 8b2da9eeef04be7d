/** What can be set in the room: the data set, the model, what is looked at, one's drawing, and what is pointed out. */
import { choice, custom, flag, number } from '../../state/field.ts';
import { side } from './mnist-form.ts';
import { readStrokes, type Stroke, writeStrokes } from './strokes.ts';

/** Hidden units of every model. */
const unitCount = 64;

export const fields = {
  set: choice('d', ['mnist', 'fashion'], 'mnist'),
  /** The model that was trained with label smoothing. */
  isSmoothed: flag('ls', false),
  source: choice('v', ['test', 'drawn'], 'test'),
  /** The image's number in the whole test set. */
  index: number('i', 0, { min: 0, max: 9999, step: 1 }),
  onlyMistakes: flag('m', false),
  strokes: custom<readonly Stroke[]>('w', [], readStrokes, writeStrokes),
  /** The hidden unit that is shown large, from 1; 0: the one that says most. */
  unit: number('u', 0, { min: 0, max: unitCount, step: 1 }),
  /** The row of pixels that is shown going into the network, from 1. */
  row: number('r', 15, { min: 1, max: side, step: 1 }),
};
