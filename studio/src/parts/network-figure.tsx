/**
 * A small network with its numbers: units in columns, weights as lines whose width is |w| and whose colour is the
 * sign, gradients as halos around both. It knows no room: what stands where, and what is shown yet, it is told.
 */
import type { JSX } from 'preact';
import { placeLinks, placeUnits } from './network-places.ts';
import '../style/network-figure.css';

export interface FigureUnit {
  readonly name: string;
  /** What stands inside; nothing as long as it is not known. */
  readonly value?: string;
  /** What stands below it. */
  readonly notes?: readonly string[];
  readonly isInput?: boolean;
  readonly isActive?: boolean;
}

export interface FigureLink {
  readonly from: string;
  readonly to: string;
  /** What stands on the line: its weight. */
  readonly text?: string;
  /** What stands below that: its gradient. */
  readonly note?: string;
  /** Undefined: the line is not there yet. */
  readonly weight?: number;
  readonly gradient?: number;
  readonly isActive?: boolean;
}

export interface NetworkFigureProps {
  readonly label: string;
  /** Units, column by column. */
  readonly columns: readonly (readonly FigureUnit[])[];
  readonly links: readonly FigureLink[];
}

const RADIUS = 28;

/** A line's width is |w|; a halo's width is |∂L/∂w| on a log scale. */
function haloOf(gradient: number): number {
  const size = Math.abs(gradient);
  return size < 1e-6 ? 0 : 4 + 3 * Math.max(0, Math.log10(size) + 4);
}

export function NetworkFigure({ label, columns, links }: NetworkFigureProps): JSX.Element {
  const { width, height, spots } = placeUnits(columns.map((units) => units.map(({ name }) => name)));
  const placed = placeLinks(links, spots);
  return (
    <svg class="network-figure" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {placed.map(({ link, from, to }) => (
        <g key={`${link.from} ${link.to}`}>
          {link.gradient !== undefined && (
            <path
              class="halo"
              d={`M${from.x} ${from.y}L${to.x} ${to.y}`}
              stroke-width={haloOf(link.gradient)}
            />
          )}
          {link.weight !== undefined && (
            <path
              class={`weight ${link.weight < 0 ? 'negative' : 'positive'}${link.isActive ? ' active' : ''}`}
              d={`M${from.x} ${from.y}L${to.x} ${to.y}`}
              stroke-width={1 + Math.min(6, 1.5 * Math.abs(link.weight)) + (link.isActive ? 1 : 0)}
            />
          )}
        </g>
      ))}
      {columns.flat().map((unit) => {
        const { x, y } = spots.get(unit.name) ?? { x: 0, y: 0 };
        return (
          <g key={unit.name} class={unit.isActive ? 'unit active' : 'unit'}>
            {unit.isInput ? (
              <rect x={x - RADIUS} y={y - RADIUS + 4} width={2 * RADIUS} height={2 * RADIUS - 8} rx={6} />
            ) : (
              <circle cx={x} cy={y} r={RADIUS} />
            )}
            <text x={x} y={y + 5} class="value">
              {unit.value}
            </text>
            <text x={x} y={y - RADIUS - (unit.isInput ? 2 : 6)} class="name">
              {unit.name}
            </text>
            {(unit.notes ?? []).map((note, i) => (
              <text key={i} x={x} y={y + RADIUS + 16 + 16 * i} class="note-text">
                {note}
              </text>
            ))}
          </g>
        );
      })}
      {placed.map(({ link, text }) => (
        <g key={`${link.from} ${link.to}`} class={link.isActive ? 'on-line active' : 'on-line'}>
          <text x={text.x} y={text.y + 4}>
            {link.text}
          </text>
          <text x={text.x} y={text.y + 19} class="gradient">
            {link.note}
          </text>
        </g>
      ))}
    </svg>
  );
}
