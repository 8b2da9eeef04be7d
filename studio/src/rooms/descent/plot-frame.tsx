/** A picture with two axes: places of the plane become places of the picture. It knows nothing of descent. */
import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { shortNumber } from '../../parts/number-text.ts';

export interface Range {
  readonly x: readonly [from: number, to: number];
  readonly y: readonly [from: number, to: number];
}

export interface Scales {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  /** An SVG path through places. */
  readonly path: (places: readonly (readonly [number, number])[]) => string;
}

const EDGE = { left: 44, bottom: 44, top: 8, right: 12 };
/** Places far outside are drawn this far outside, in pixels. */
const FAR = 4000;

export function PlotFrame({
  label,
  range,
  axes,
  width = 480,
  height = 480,
  place,
  behind,
  children,
}: {
  readonly label: string;
  readonly range: Range;
  readonly axes: readonly [x: string, y: string];
  readonly width?: number;
  readonly height?: number;
  /** The pointer was put down on a place. */
  readonly place?: (x: number, y: number) => void;
  /** What fills the frame below the picture. */
  readonly behind?: ComponentChildren;
  readonly children: (scales: Scales) => ComponentChildren;
}): JSX.Element {
  const id = useId();
  const inner = { width: width - EDGE.left - EDGE.right, height: height - EDGE.top - EDGE.bottom };
  const clamp = (value: number): number => Math.min(FAR, Math.max(-FAR, value));
  const x = (value: number): number =>
    clamp(EDGE.left + ((value - range.x[0]) / (range.x[1] - range.x[0])) * inner.width);
  const y = (value: number): number =>
    clamp(height - EDGE.bottom - ((value - range.y[0]) / (range.y[1] - range.y[0])) * inner.height);
  const path: Scales['path'] = (places) =>
    places.map(([a, b], i) => `${i === 0 ? 'M' : 'L'}${x(a).toFixed(1)} ${y(b).toFixed(1)}`).join('');
  const down = (event: PointerEvent): void => {
    if (place === undefined) return;
    const box = (event.currentTarget as SVGSVGElement).getBoundingClientRect();
    const right = ((event.clientX - box.left) / box.width) * width - EDGE.left;
    const up = height - EDGE.bottom - ((event.clientY - box.top) / box.height) * height;
    place(
      range.x[0] + (right / inner.width) * (range.x[1] - range.x[0]),
      range.y[0] + (up / inner.height) * (range.y[1] - range.y[0]),
    );
  };
  const share = (pixels: number, of: number): string => `${(100 * pixels) / of}%`;
  return (
    <div class={place ? 'plot-frame drawn' : 'plot-frame'}>
      {behind && (
        <div
          class="behind"
          style={{
            left: share(EDGE.left, width),
            top: share(EDGE.top, height),
            width: share(inner.width, width),
            height: share(inner.height, height),
          }}
        >
          {behind}
        </div>
      )}
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} onPointerDown={down}>
        <g class="axes">
          <path d={`M${EDGE.left} ${EDGE.top}V${height - EDGE.bottom}H${width - EDGE.right}`} />
          {ticks(range.x).map((value) => (
            <text key={value} x={x(value)} y={height - EDGE.bottom + 16}>
              {shortNumber(value)}
            </text>
          ))}
          {ticks(range.y).map((value) => (
            <text key={value} class="up" x={EDGE.left - 6} y={y(value) + 4}>
              {shortNumber(value)}
            </text>
          ))}
          <text x={(EDGE.left + width) / 2} y={height - 8}>
            {axes[0]}
          </text>
          <text transform={`translate(12 ${height / 2}) rotate(-90)`}>{axes[1]}</text>
        </g>
        <clipPath id={id}>
          <rect x={EDGE.left} y={EDGE.top} width={inner.width} height={inner.height} />
        </clipPath>
        <g clip-path={`url(#${id})`}>{children({ x, y, path })}</g>
      </svg>
    </div>
  );
}

/** Round numbers within a range, ten at most. */
function ticks([from, to]: readonly [number, number]): readonly number[] {
  const step = [0.5, 1, 2, 5, 10].find((one) => (to - from) / one <= 9) ?? 50;
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, i) => (first + i) * step);
}
