/** Several paths over a landscape: each with its colour, its dashes and its name. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { HeatMap } from '../../parts/heat-map.tsx';
import { bands } from './hills.ts';
import { PlotFrame, type Range } from './plot-frame.tsx';
import type { Walk } from './walks.ts';

export function Landscape({
  label,
  heights,
  range,
  axes,
  walks,
  shown,
  place,
}: {
  readonly label: string;
  /** Over the range, first row on top. */
  readonly heights: ArrayLike<number>;
  readonly range: Range;
  readonly axes: readonly [string, string];
  readonly walks: readonly Walk[];
  readonly shown: number;
  readonly place?: (x: number, y: number) => void;
}): JSX.Element {
  const values = useMemo(() => bands(heights).map((share) => 0.55 * share), [heights]);
  return (
    <PlotFrame
      label={label}
      range={range}
      axes={axes}
      {...(place && { place })}
      behind={<HeatMap values={values} />}
    >
      {({ x, y, path }) =>
        walks.map(({ name, places }, i) => {
          const seen = places.slice(0, shown + 1);
          const [endX, endY] = seen[seen.length - 1];
          return (
            <g key={name} class={`walk walk-${i}`}>
              <path d={path(seen)} />
              <circle cx={x(endX)} cy={y(endY)} r={5} />
            </g>
          );
        })
      }
    </PlotFrame>
  );
}

/** Which path is whose, and what its cost is now. */
export function WalkList({
  walks,
  shown,
  print,
}: {
  readonly walks: readonly Walk[];
  readonly shown: number;
  readonly print: (cost: number) => string;
}): JSX.Element {
  return (
    <table class="figures walks">
      <thead>
        <tr>
          <td />
          <th scope="col">path</th>
          <th scope="col">cost</th>
        </tr>
      </thead>
      <tbody>
        {walks.map(({ name, costs, isBroken }, i) => (
          <tr key={name}>
            <td>
              <svg class={`walk walk-${i}`} viewBox="0 0 28 10" aria-hidden="true">
                <path d="M0 5H28" />
              </svg>
            </td>
            <th scope="row">{name}</th>
            <td data-reading={`cost-${i}`}>
              {isBroken && shown >= costs.length
                ? 'diverged'
                : print(costs[Math.min(shown, costs.length - 1)])}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
