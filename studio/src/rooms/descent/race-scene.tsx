/** Two parameters: the cost as a landscape, and optimizers raced down it from one start. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { Chart } from '../../parts/chart.tsx';
import { ChoiceSelect } from '../../parts/controls.tsx';
import { Formula } from '../../parts/formula.tsx';
import { shortNumber } from '../../parts/number-text.ts';
import type { RoomState } from '../../state/room-state.ts';
import { landscapeGrid, landscapes } from './hills.ts';
import { Landscape, WalkList } from './paths.tsx';
import { Picks } from './picks.tsx';
import type { DescentSession } from './session.ts';
import { racers as allRacers, fields, reach } from './settings.ts';
import { racerNames } from './walks.ts';

const landscapeNames = Object.fromEntries(
  Object.entries(landscapes).map(([id, { name }]) => [id, name]),
) as Record<keyof typeof landscapes, string>;
const range = { x: [-reach, reach], y: [-reach, reach] } as const;

export function RaceScene({
  state,
  session,
}: {
  readonly state: RoomState<typeof fields>;
  readonly session: DescentSession;
}): JSX.Element {
  const { landscape, place, racers } = state.signals;
  const hill = landscapes[landscape.value];
  const heights = useMemo(() => landscapeGrid(hill), [hill]);
  const walks = session.race.value.filter(({ places }) => places.length > 0);
  const shown = session.show.shown.value;
  const limit = (value: number): number => Math.round(Math.min(reach, Math.max(-reach, value)) * 100) / 100;
  const move = (i: 0 | 1, value: number): void => {
    if (Number.isFinite(value)) {
      place.value = i === 0 ? [limit(value), place.value[1]] : [place.value[0], limit(value)];
    }
  };
  const lines = useMemo(
    () => walks.map(({ name, costs }) => ({ name, xs: costs.map((_, i) => i), ys: costs.map(nearest) })),
    [session.race.value],
  );
  return (
    <div class="scene">
      <Landscape
        label={`${hill.name} with ${walks.length} paths from ${place.value.join(', ')}, ${shown} steps of each`}
        heights={heights}
        range={range}
        axes={['θ₁', 'θ₂']}
        walks={walks}
        shown={shown}
        place={(x, y) => {
          place.value = [limit(x), limit(y)];
        }}
      />
      <section class="stack" aria-label="The landscape and who walks it">
        <ChoiceSelect label="Landscape" value={landscape} field={fields.landscape} names={landscapeNames} />
        <Formula block tex={hill.tex} />
        <fieldset class="start">
          <legend>Start (or click on the picture)</legend>
          {([0, 1] as const).map((i) => (
            <label key={i}>
              θ{'₁₂'[i]}{' '}
              <input
                class="short-number"
                type="number"
                step={0.5}
                min={-reach}
                max={reach}
                value={place.value[i]}
                onChange={({ currentTarget }) => move(i, currentTarget.valueAsNumber)}
              />
            </label>
          ))}
        </fieldset>
        <Picks legend="In the race" options={allRacers} names={racerNames} value={racers} />
        <WalkList walks={walks} shown={shown} print={shortNumber} />
        {session.failure.value !== undefined && <p role="alert">{session.failure.value}</p>}
      </section>
      <div class="costs">
        <Chart
          label="Cost after each step, for each path"
          x={{ label: 'step' }}
          y={{ label: 'cost', isLog: true }}
          lines={lines}
          legend
        />
      </div>
    </div>
  );
}

/** A logarithmic axis has no 0, and below this all have arrived. */
function nearest(cost: number): number {
  return Math.max(cost, 1e-4);
}
