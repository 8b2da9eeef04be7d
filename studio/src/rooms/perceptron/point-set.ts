/** The points that the perceptron is shown: iris, logic, or one's own. They know nothing of learning. */
import type { DataName, OwnPoint } from './settings.ts';
import { reach } from './settings.ts';

/** The part of the plane that is seen. */
export interface View {
  readonly x: readonly [from: number, to: number];
  readonly y: readonly [from: number, to: number];
}

export interface PointSet {
  readonly rows: readonly (readonly [x: number, y: number])[];
  readonly labels: readonly (0 | 1)[];
  /** What label 0 and label 1 are called. */
  readonly classes: readonly [string, string];
  readonly axes: readonly [x: string, y: string];
  readonly view: View;
}

export const dataNames: Readonly<Record<DataName, string>> = {
  setosa: 'Iris: setosa or not',
  virginica: 'Iris: versicolor or virginica',
  and: 'A and B',
  or: 'A or B',
  xor: 'A xor B',
  own: 'Points of your own',
};

const logic = {
  and: (a: number, b: number) => a && b,
  or: (a: number, b: number) => a || b,
  xor: (a: number, b: number) => Number(a !== b),
} as const;
export const logicView: View = { x: [-0.5, 1.5], y: [-0.5, 1.5] };
export const corners: readonly (readonly [number, number])[] = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

/** The four corners of logic with one of three answers. */
export function logicPoints(name: keyof typeof logic): PointSet {
  return {
    rows: corners,
    labels: corners.map(([a, b]) => logic[name](a, b) as 0 | 1),
    classes: ['false', 'true'],
    axes: ['A', 'B'],
    view: logicView,
  };
}

export function ownPoints(points: readonly OwnPoint[]): PointSet {
  return {
    rows: points.map(({ x, y }) => [x, y]),
    labels: points.map(({ label }) => label),
    classes: ['class 0', 'class 1'],
    axes: ['x₁', 'x₂'],
    view: { x: [-reach, reach], y: [-reach, reach] },
  };
}

/** Petal length and width in cm: of all flowers, setosa against the others, or of the two kinds that are close. */
export async function irisPoints(name: 'setosa' | 'virginica'): Promise<PointSet> {
  const { loadIris } = await import('hebb/datasets');
  const { data, target } = await loadIris();
  const all = Array.from(target, (species, i) => ({
    species,
    row: [data.data[4 * i + 2], data.data[4 * i + 3]] as const,
  }));
  const isSetosa = name === 'setosa';
  const kept = all.filter(({ species }) => isSetosa || species !== 0);
  return {
    rows: kept.map(({ row }) => row),
    labels: kept.map(({ species }) => (species === (isSetosa ? 0 : 2) ? 1 : 0)),
    classes: isSetosa ? ['not setosa', 'setosa'] : ['versicolor', 'virginica'],
    axes: ['petal length, cm', 'petal width, cm'],
    view: isSetosa ? { x: [0, 7.5], y: [0, 3] } : { x: [2.5, 7.5], y: [0.5, 3] },
  };
}
