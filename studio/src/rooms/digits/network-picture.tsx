/**
 * The network at work: one row of the 784 pixels, the hidden units that say most about the answer, the ten outputs,
 * and the weights between them. Lines are weights: as wide as they are large, dashed where negative.
 */
import type { JSX } from 'preact';
import { HeatMap } from '../../parts/heat-map.tsx';
import { fixedNumber } from '../../parts/number-text.ts';
import { side } from './mnist-form.ts';
import { classCount, type Look, type Recogniser } from './recogniser.ts';
import { unitMap } from './unit-map.ts';
import './network-picture.css';

const width = 480;
const height = 420;
const shownUnits = 8;
const pixel = { x: 30, y: 23, pitch: 13.4, size: 11 };
const unit = { x: 204, y: 21, pitch: 46, size: 40 };
const outputPitch = 39;
const output = { x: 448, y: 34, radius: 15 };

interface Line {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly weight: number;
}

const pixelEnd = (row: number): Line['from'] => [
  pixel.x + pixel.size,
  pixel.y + row * pixel.pitch + pixel.size / 2,
];
const unitMiddle = (at: number): number => unit.y + at * unit.pitch + unit.size / 2;
const outputMiddle = (label: number): number => output.y + label * outputPitch;

/** Many lines as few paths: one for each sign and each of some widths. */
function Weights({
  lines,
  largest,
}: {
  readonly lines: readonly Line[];
  readonly largest: number;
}): JSX.Element {
  const steps = 5;
  const paths = new Map<string, string>();
  for (const { from, to, weight } of lines) {
    const size = Math.min(steps, Math.ceil((steps * Math.abs(weight)) / largest));
    if (size === 0) continue;
    const key = `${weight < 0 ? 'negative' : 'positive'} ${size}`;
    const middle = (from[0] + to[0]) / 2;
    const path = `M${from[0]} ${from[1]}C${middle} ${from[1]} ${middle} ${to[1]} ${to[0]} ${to[1]}`;
    paths.set(key, (paths.get(key) ?? '') + path);
  }
  return (
    <>
      {Array.from(paths, ([key, d]) => {
        const [sign, size] = key.split(' ');
        return <path key={key} class={`weights ${sign}`} d={d} style={{ strokeWidth: Number(size) * 0.6 }} />;
      })}
    </>
  );
}

export function NetworkPicture({
  model,
  look,
  row,
  chosen,
  choose,
}: {
  readonly model: Recogniser;
  readonly look: Look;
  /** The row of pixels that is shown, from 0. */
  readonly row: number;
  /** The unit that is shown large. */
  readonly chosen: number;
  readonly choose: (unit: number) => void;
}): JSX.Element {
  const units = model.loudest(look, look.says, shownUnits);
  const pixels = Array.from(look.pixels.subarray(row * side, (row + 1) * side));
  const incoming = units.flatMap((one, at) =>
    pixels.flatMap((grey, column): Line[] => {
      const weight = model.weightOf(one, row * side + column);
      return grey > 0
        ? [{ from: pixelEnd(column), to: [unit.x, unitMiddle(at)], weight: weight * grey }]
        : [];
    }),
  );
  const outgoing = units.flatMap((one, at) =>
    Array.from({ length: classCount }, (_, label): Line => {
      const weight = look.hidden[one] > 0 ? model.weightFor(one, label) : 0;
      return {
        from: [unit.x + unit.size, unitMiddle(at)],
        to: [output.x - output.radius, outputMiddle(label)],
        weight,
      };
    }),
  );
  return (
    <div class="network-picture">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`Row ${row + 1} of the pixels, ${shownUnits} of the ${model.unitCount} hidden units, and the ten outputs`}
      >
        <Weights lines={incoming} largest={model.largestWeight.pixels} />
        <Weights lines={outgoing} largest={model.largestWeight.units} />
        {pixels.map((grey, column) => (
          <rect
            key={column}
            class="pixel"
            x={pixel.x}
            y={pixel.y + column * pixel.pitch}
            width={pixel.size}
            height={pixel.size}
            style={{ fill: `color-mix(in srgb, var(--ink) ${Math.round(100 * grey)}%, var(--paper))` }}
          />
        ))}
        {[
          [pixel.x + pixel.size / 2, 14],
          [pixel.x + pixel.size / 2, height - 8],
          [unit.x + unit.size / 2, height - 8],
        ].map(([x, y]) => (
          <text key={`${x} ${y}`} class="ellipsis" x={x} y={y}>
            ⋮
          </text>
        ))}
        {look.probabilities.map((share, label) => (
          <g key={label} class={label === look.says ? 'output says' : 'output'}>
            <circle
              cx={output.x}
              cy={outputMiddle(label)}
              r={output.radius}
              style={{ fill: `color-mix(in srgb, var(--accent) ${Math.round(100 * share)}%, var(--raised))` }}
            />
            <text class={share > 0.5 ? 'on-full' : undefined} x={output.x} y={outputMiddle(label) + 5}>
              {label}
            </text>
          </g>
        ))}
      </svg>
      {units.map((one, at) => (
        <button
          key={at}
          type="button"
          class={look.hidden[one] > 0 ? 'unit-thumb' : 'unit-thumb silent'}
          aria-pressed={one === chosen}
          aria-label={`Hidden unit ${one + 1}, answers ${fixedNumber(look.hidden[one], 2)}`}
          title={`Unit ${one + 1} answers ${fixedNumber(look.hidden[one], 2)}`}
          style={{
            left: `${(100 * unit.x) / width}%`,
            top: `${(100 * (unit.y + at * unit.pitch)) / height}%`,
            width: `${(100 * unit.size) / width}%`,
          }}
          onClick={() => choose(one)}
        >
          <HeatMap values={unitMap(model, one)} crisp />
        </button>
      ))}
    </div>
  );
}
