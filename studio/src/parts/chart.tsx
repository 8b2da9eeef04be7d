/** Lines over a number, by Observable Plot, which is loaded when the first chart is shown. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { shortNumber } from './number-text.ts';

export interface Axis {
  readonly label: string;
  readonly isLog?: boolean;
}

export interface ChartLine {
  readonly name: string;
  readonly xs: ArrayLike<number>;
  readonly ys: ArrayLike<number>;
  readonly isDashed?: boolean;
}

interface ChartProps {
  readonly label: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly ChartLine[];
  /** Values of x that are marked. */
  readonly marks?: readonly { readonly name: string; readonly x: number }[];
  readonly height?: number;
}

export function Chart(props: ChartProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let isWanted = true;
    import('@observablehq/plot').then((Plot) => {
      const { current } = box;
      if (isWanted && current !== null) current.replaceChildren(draw(Plot, props, current.clientWidth));
    });
    return () => {
      isWanted = false;
    };
  }, [props]);
  return <div ref={box} class="plot" role="img" aria-label={props.label} />;
}

function draw(
  Plot: typeof import('@observablehq/plot'),
  { x, y, lines, marks = [], height = 260 }: ChartProps,
  width: number,
): Element {
  const colours = ['var(--positive)', 'var(--negative)', 'var(--ink)'];
  const points = lines.map(({ xs, ys }) =>
    Array.from(xs, (value, i) => ({ x: value, y: ys[i] })).filter(({ y: value }) => Number.isFinite(value)),
  );
  const scale = ({ label, isLog }: Axis) => ({
    label,
    type: isLog ? ('log' as const) : ('linear' as const),
    tickFormat: shortNumber,
    ticks: 6,
  });
  return Plot.plot({
    width: Math.max(280, Math.min(width, 720)),
    height,
    marginLeft: 56,
    style: { background: 'none', fontSize: '12px' },
    x: scale(x),
    y: { ...scale(y), grid: true },
    marks: [
      ...points.map((data, i) =>
        Plot.line(data, {
          x: 'x',
          y: 'y',
          stroke: colours[i % colours.length],
          ...(lines[i].isDashed && { strokeDasharray: '4 3' }),
        }),
      ),
      ...points.map((data) =>
        Plot.tip(data, Plot.pointerX({ x: 'x', y: 'y', format: { x: shortNumber, y: shortNumber } })),
      ),
      Plot.ruleX(
        marks.map((mark) => mark.x),
        { stroke: 'var(--soft)', strokeDasharray: '2 3' },
      ),
      Plot.text(marks, {
        x: 'x',
        text: 'name',
        frameAnchor: 'top',
        textAnchor: 'start',
        dx: 4,
        dy: 4,
      }),
    ],
  });
}
