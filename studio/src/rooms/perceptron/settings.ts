/** What can be set in the room of the perceptron: the points, the rule's numbers, and the network for exclusive or. */
import { choice, custom, type Field, flag, number, type Values } from '../../state/field.ts';

/** A point that was put down by hand. */
export interface OwnPoint {
  readonly x: number;
  readonly y: number;
  readonly label: 0 | 1;
}

/** At most so many points fit into an address. */
export const mostPoints = 100;
/** One's own points lie between −reach and reach. */
export const reach = 5;

/** `-1.5,2,1_…`: x, y and label, point by point. */
function readPoints(text: string): readonly OwnPoint[] | undefined {
  if (text === '') return [];
  const points = text.split('_').map((part): OwnPoint | undefined => {
    const [x, y, label, ...more] = part.split(',').map(Number);
    const isSound = Math.abs(x) <= reach && Math.abs(y) <= reach && more.length === 0;
    return isSound && (label === 0 || label === 1) ? { x, y, label } : undefined;
  });
  const known = points.filter((point) => point !== undefined);
  return known.length === points.length && known.length <= mostPoints ? known : undefined;
}

function writePoints(points: readonly OwnPoint[]): string {
  return points.map(({ x, y, label }) => `${x},${y},${label}`).join('_');
}

const scattered: readonly OwnPoint[] = readPoints(
  '-3,-2,0_-2,-3.5,0_-4,0.5,0_-1,-1.5,0_0.5,-3,0_2,2.5,1_3.5,1,1_1,3.5,1_-0.5,2.5,1_3,-1,1',
) as readonly OwnPoint[];

/**
 * Nine numbers: weights of A and B and bias for each of two hidden units, then of the hidden units and bias for
 * the output.
 */
export type HiddenWeights = readonly number[];

/** The chapter's: the first hidden unit is "and", the second "or", the output "or, but not and". */
export const chapterWeights: HiddenWeights = [1, 1, -1.5, 1, 1, -0.5, -1, 1, -0.5];

const hidden: Field<HiddenWeights> = custom(
  'h',
  chapterWeights,
  (text) => {
    const weights = text.split('_').map(Number);
    return weights.length === 9 && weights.every(Number.isFinite) ? weights : undefined;
  },
  (weights) => weights.join('_'),
);

export const fields = {
  data: choice('d', ['setosa', 'virginica', 'and', 'or', 'xor', 'own'], 'setosa'),
  points: custom<readonly OwnPoint[]>('pts', scattered, readPoints, writePoints),
  eta: number('lr', 1, { min: 0.25, max: 2, step: 0.25 }),
  shuffle: flag('sh', true),
  seed: number('s', 0, { min: 0, max: 99_999, step: 1 }),
  /** How many instances were shown; where it stands while it pauses. */
  shown: number('at', 1, { min: 0, max: 1_000_000, step: 1 }),
  hidden,
};

export type Settings = Values<typeof fields>;
export type DataName = Settings['data'];
