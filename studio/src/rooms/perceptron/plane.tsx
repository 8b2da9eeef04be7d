/** The plane with its points and lines: classes differ in shape and colour. It knows nothing of learning. */
import type { JSX } from 'preact';
import { shortNumber } from '../../parts/number-text.ts';
import { clip, cornersOf, type Place } from './half-plane.ts';
import type { PointSet, View } from './point-set.ts';
import type { Line } from './run.ts';

const SIZE = { width: 560, height: 424, left: 64, bottom: 52, top: 14, right: 20 };

/** From the units of a view to those of the picture. */
class Scales {
  readonly #view: View;

  constructor(view: View) {
    this.#view = view;
  }

  x = (value: number): number => {
    const [from, to] = this.#view.x;
    return SIZE.left + ((value - from) / (to - from)) * (SIZE.width - SIZE.left - SIZE.right);
  };

  y = (value: number): number => {
    const [from, to] = this.#view.y;
    return (
      SIZE.height - SIZE.bottom - ((value - from) / (to - from)) * (SIZE.height - SIZE.top - SIZE.bottom)
    );
  };

  /** The place of the view under a place of the picture, whose sides are from 0 to 1. */
  placeAt(right: number, down: number): Place {
    const { x, y } = this.#view;
    const across = (right * SIZE.width - SIZE.left) / (SIZE.width - SIZE.left - SIZE.right);
    const up = (SIZE.height - SIZE.bottom - down * SIZE.height) / (SIZE.height - SIZE.top - SIZE.bottom);
    return [x[0] + across * (x[1] - x[0]), y[0] + up * (y[1] - y[0])];
  }

  path(places: readonly Place[]): string {
    return places.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${this.x(x)} ${this.y(y)}`).join('');
  }
}

interface PlaneProps {
  readonly points: PointSet;
  /** What the picture shows, in words. */
  readonly label: string;
  /** The line between the classes; its positive side is tinted. */
  readonly line?: Line;
  /** Where it was before. */
  readonly lineBefore?: Line | undefined;
  /** Lines of other units. */
  readonly thinLines?: readonly Line[];
  /** The row that is shown now, and whether the unit was wrong. */
  readonly now?: { readonly row: number; readonly isMistake: boolean } | undefined;
  /** Polygons that are tinted instead of a half-plane. */
  readonly areas?: readonly (readonly Place[])[];
  /** The pointer was put down on a place. */
  readonly place?: ((x: number, y: number) => void) | undefined;
}

export function Plane(props: PlaneProps): JSX.Element {
  const { points, label, line, lineBefore, thinLines = [], areas = [], now, place } = props;
  const scales = new Scales(points.view);
  const corners = cornersOf(points.view);
  const side = line && clip(corners, line);
  return (
    <svg
      class={place ? 'plane drawn' : 'plane'}
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      role="img"
      aria-label={label}
      onPointerDown={(event) => {
        if (place === undefined) return;
        const box = event.currentTarget.getBoundingClientRect();
        place(
          ...scales.placeAt((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height),
        );
      }}
    >
      {areas.map((area, i) => (
        <path key={i} class="side" d={`${scales.path(area)}Z`} />
      ))}
      {side && side.area.length > 0 && <path class="side" d={`${scales.path(side.area)}Z`} />}
      <Axes points={points} scales={scales} />
      {lineBefore && <path class="line before" d={scales.path(clip(corners, lineBefore).edge)} />}
      {side && <path class="line" d={scales.path(side.edge)} />}
      {thinLines.map((one, i) => (
        <path key={i} class="line thin" d={scales.path(clip(corners, one).edge)} />
      ))}
      {points.rows.map(([x, y], i) => (
        <Mark key={i} x={scales.x(x)} y={scales.y(y)} label={points.labels[i]} />
      ))}
      {now && points.rows[now.row] && (
        <circle
          class={now.isMistake ? 'now mistake' : 'now'}
          cx={scales.x(points.rows[now.row][0])}
          cy={scales.y(points.rows[now.row][1])}
          r={12}
        />
      )}
    </svg>
  );
}

/** A circle for label 0, a square for label 1. */
function Mark({
  x,
  y,
  label,
}: {
  readonly x: number;
  readonly y: number;
  readonly label: 0 | 1;
}): JSX.Element {
  if (label === 0) return <circle class="mark zero" cx={x} cy={y} r={5} />;
  return <rect class="mark one" x={x - 4.5} y={y - 4.5} width={9} height={9} />;
}

function Axes({ points, scales }: { readonly points: PointSet; readonly scales: Scales }): JSX.Element {
  const { view, axes } = points;
  const [bottom, left] = [SIZE.height - SIZE.bottom, SIZE.left];
  return (
    <g class="axes">
      <path d={`M${left} ${SIZE.top}V${bottom}H${SIZE.width - SIZE.right}`} />
      {ticks(view.x).map((value) => (
        <text key={value} x={scales.x(value)} y={bottom + 20}>
          {shortNumber(value)}
        </text>
      ))}
      {ticks(view.y).map((value) => (
        <text key={value} class="up" x={left - 8} y={scales.y(value) + 5}>
          {shortNumber(value)}
        </text>
      ))}
      <text x={(left + SIZE.width) / 2} y={SIZE.height - 6}>
        {axes[0]}
      </text>
      <text transform={`translate(18 ${bottom / 2}) rotate(-90)`}>{axes[1]}</text>
    </g>
  );
}

/** Round numbers within a range, nine at most. */
function ticks([from, to]: readonly [number, number]): readonly number[] {
  const step = [0.5, 1, 2].find((one) => (to - from) / one <= 8) ?? 5;
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, i) => (first + i) * step);
}
