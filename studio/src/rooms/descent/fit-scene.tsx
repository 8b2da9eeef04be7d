/** Linear regression by descent: the lines among the points, and their paths over the mean squared error. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { shortNumber } from '../../parts/number-text.ts';
import type { RoomState } from '../../state/room-state.ts';
import { Landscape, WalkList } from './paths.tsx';
import { Picks } from './picks.tsx';
import { PlotFrame } from './plot-frame.tsx';
import type { DescentSession } from './session.ts';
import { batches as allBatches, type fields } from './settings.ts';
import { batchNames, errorGrid, fitView, linePoints } from './walks.ts';

export function FitScene({
  state,
  session,
}: {
  readonly state: RoomState<typeof fields>;
  readonly session: DescentSession;
}): JSX.Element {
  const { seed, batches } = state.signals;
  const { xs, ys } = useMemo(() => linePoints(seed.value), [seed.value]);
  const heights = useMemo(() => errorGrid(seed.value), [seed.value]);
  const walks = session.fits.value;
  const shown = session.show.shown.value;
  const places = walks.map((walk) => walk.places[Math.min(shown, walk.places.length - 1)]);
  return (
    <div class="scene fit">
      <PlotFrame
        label={`100 points and ${places.length} fitted lines: ${places.map(([b, w]) => `${shortNumber(b)} + ${shortNumber(w)} x`).join('; ')}`}
        range={{ x: [0, 2], y: [0, 14] }}
        axes={['x', 'y']}
      >
        {({ x, y, path }) => (
          <>
            {xs.map((at, i) => (
              <circle key={i} class="point" cx={x(at)} cy={y(ys[i])} r={3} />
            ))}
            {places.map(([b, w], i) => (
              <g key={i} class={`walk walk-${i}`}>
                <path
                  d={path([
                    [0, b],
                    [2, b + 2 * w],
                  ])}
                />
              </g>
            ))}
          </>
        )}
      </PlotFrame>
      <Landscape
        label={`The mean squared error over bias and slope, with ${walks.length} paths`}
        heights={heights}
        range={fitView}
        axes={['bias', 'slope']}
        walks={walks}
        shown={shown}
      />
      <section class="stack" aria-label="How many points a step looks at">
        <Picks legend="Each step looks at" options={allBatches} names={batchNames} value={batches} />
        <WalkList walks={walks} shown={shown} print={shortNumber} />
      </section>
    </div>
  );
}
