/** Lines over a number, by Observable Plot, which is loaded when the first chart is shown. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { shortNumber } from './number-text.ts';

export interface Axis {
  readonly label: string;
  readonly isLog?: boolean;
  /** From where to where; what is beyond is cut off. Default: all there is. */
  readonly range?: readonly [low: number, high: number];
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
  /** Name the lines below the chart. */
  readonly legend?: boolean;
}

export function Chart(props: ChartProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let isWanted = true;
    import('@observablehq/plot').then((Plot) => {
      const { current } = box;
      if (!isWanted || current === null) return;
      const picture = draw(Plot, props, current.clientWidth);
      // The box around it says what it shows.
      picture.setAttribute('aria-hidden', 'true');
      current.replaceChildren(picture);
    });
    return () => {
      isWanted = false;
    };
  }, [props]);
  return (
    <div>
      <div ref={box} class="plot" role="img" aria-label={props.label} />
      {props.legend === true && (
        <ul class="line-names">
          {props.lines.map(({ name, isDashed }, i) => (
            <li key={name}>
              <span
                class={isDashed ? 'line-mark dashed' : 'line-mark'}
                style={{ borderColor: colourOf(i) }}
              />
              {name}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Colours that can be told apart, in both themes. */
const colours = [
  'var(--positive)',
  'var(--negative)',
  '#009e73',
  '#cc79a7',
  '#785ef0',
  '#56b4e9',
  'var(--ink)',
];

function colourOf(index: number): string {
  return colours[index % colours.length];
}

function draw(
  Plot: typeof import('@observablehq/plot'),
  { x, y, lines, marks = [], height = 260 }: ChartProps,
  width: number,
): Element {
  const points = lines.map(({ xs, ys }) =>
    Array.from(xs, (value, i) => ({ x: value, y: ys[i] })).filter(({ y: value }) => Number.isFinite(value)),
  );
  const scale = ({ label, isLog, range }: Axis) => ({
    label,
    ...(range !== undefined && { domain: range, clamp: false }),
    type: isLog ? ('log' as const) : ('linear' as const),
    tickFormat: shortNumber,
    ticks: 6,
  });
  return Plot.plot({
    width: Math.max(280, Math.min(width, 720)),
    height,
    marginLeft: 56,
    marginBottom: 38,
    style: { background: 'none', fontSize: '12px' },
    x: scale(x),
    y: { ...scale(y), grid: true },
    marks: [
      ...points.map((data, i) =>
        Plot.line(data, {
          x: 'x',
          y: 'y',
          stroke: colourOf(i),
          clip: true,
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
