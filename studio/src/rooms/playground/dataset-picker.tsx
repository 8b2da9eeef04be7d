/** The data sets as small pictures of themselves. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { isDark } from '../../frame/theme.ts';
import type { RoomState } from '../../state/room-state.ts';
import { paintPoints } from './paint-points.ts';
import { drawPoints } from './points.ts';
import { datasets, type fields, type Settings, surfaces } from './settings.ts';

const names: Readonly<Record<string, string>> = {
  circle: 'Circle',
  xor: 'Exclusive or',
  gauss: 'Gaussian',
  spiral: 'Spiral',
  'three-arms': 'Three arms',
  blobs: 'Three clouds',
  own: 'Your own points',
  plane: 'Plane',
  'multi-gauss': 'Hills',
};

export function DatasetPicker({ state }: { readonly state: RoomState<typeof fields> }): JSX.Element {
  const { problem, dataset, surface } = state.signals;
  const isRegression = problem.value === 'regression';
  const chosen = isRegression ? surface : dataset;
  const options: readonly string[] = isRegression ? surfaces : datasets;
  return (
    <fieldset class="datasets">
      <legend class="unseen">Data set</legend>
      {options.map((name) => (
        <label key={name} title={names[name]}>
          <input
            type="radio"
            class="unseen"
            name="dataset"
            checked={chosen.value === name}
            onChange={() =>
              state.set(isRegression ? { surface: name as 'plane' } : { dataset: name as 'circle' })
            }
          />
          {name === 'own' ? (
            <span class="own" aria-hidden="true">
              +
            </span>
          ) : (
            <Thumbnail name={name} state={state} />
          )}
          <span class="unseen">{names[name]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Thumbnail({
  name,
  state,
}: {
  readonly name: string;
  readonly state: RoomState<typeof fields>;
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const dark = isDark.value;
  const isRegression = state.signals.problem.value === 'regression';
  useEffect(() => {
    if (canvas.current === null) return;
    const changes = isRegression ? { surface: name } : { dataset: name };
    const settings = { ...state.values, ...changes, noise: 0, trainShare: 90, dataSeed: 1 } as Settings;
    const { train } = drawPoints(settings);
    paintPoints(canvas.current, [{ points: train, isTest: false }], {
      settings,
      dark,
      size: 56,
      radius: 1.4,
    });
  }, [name, dark, isRegression]);
  return <canvas ref={canvas} width={56} height={56} />;
}
