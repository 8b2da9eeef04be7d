/** A network of McCulloch–Pitts neurons with what is active in colour: arrows excite, bars inhibit. */
import type { LogicNetwork } from 'hebb';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { layOut, type Wire } from './diagram-layout.ts';

const RADIUS = 22;

export function Diagram({
  network,
  active,
  toggle,
  label,
}: {
  readonly network: LogicNetwork;
  /** Names of the inputs and neurons that are active. */
  readonly active: ReadonlySet<string>;
  readonly toggle: (input: string) => void;
  readonly label: string;
}): JSX.Element {
  const { width, height, inputs, neurons, wires } = useMemo(() => layOut(network), [network]);
  const facts = new Map(network.neurons.map((neuron) => [neuron.name, neuron]));
  return (
    <svg class="diagram" viewBox={`0 0 ${width} ${height}`} style={{ maxWidth: `${width * 1.3}px` }}>
      <title>{label}</title>
      {wires.map((wire, i) => (
        <WireLine key={i} wire={wire} isActive={active.has(wire.from.name)} />
      ))}
      {inputs.map(({ name, x, y }) => (
        <g
          key={name}
          class={active.has(name) ? 'node input active' : 'node input'}
          role="switch"
          aria-checked={active.has(name)}
          aria-label={`Input ${name}`}
          tabIndex={0}
          onClick={() => toggle(name)}
          onKeyDown={(event) => {
            if (event.key !== ' ' && event.key !== 'Enter') return;
            event.preventDefault();
            toggle(name);
          }}
        >
          <rect x={x - RADIUS} y={y - RADIUS} width={2 * RADIUS} height={2 * RADIUS} rx={6} />
          <text x={x} y={y + 5}>
            {name}
          </text>
        </g>
      ))}
      {neurons.map(({ name, x, y }) => (
        <g key={name} class={active.has(name) ? 'node active' : 'node'}>
          <circle cx={x} cy={y} r={RADIUS} />
          <text x={x} y={y + 5}>
            ≥ {facts.get(name)?.threshold}
          </text>
          <text class="small" x={x} y={y + RADIUS + 14}>
            {facts.get(name)?.computes ?? name}
          </text>
        </g>
      ))}
    </svg>
  );
}

function WireLine({
  wire: { from, to, inhibits, index, count },
  isActive,
}: {
  readonly wire: Wire;
  readonly isActive: boolean;
}): JSX.Element {
  const shift = (index - (count - 1) / 2) * 9;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  const [ux, uy] = [dx / length, dy / length];
  const begin = { x: from.x + ux * RADIUS - uy * shift, y: from.y + uy * RADIUS + ux * shift };
  const end = { x: to.x - ux * (RADIUS + 4) - uy * shift, y: to.y - uy * (RADIUS + 4) + ux * shift };
  const head = inhibits
    ? `M${end.x - uy * 6} ${end.y + ux * 6}L${end.x + uy * 6} ${end.y - ux * 6}`
    : `M${end.x - ux * 7 - uy * 4} ${end.y - uy * 7 + ux * 4}L${end.x} ${end.y}L${end.x - ux * 7 + uy * 4} ${end.y - uy * 7 - ux * 4}`;
  return (
    <g class={`wire${inhibits ? ' inhibits' : ''}${isActive ? ' active' : ''}`}>
      <path d={`M${begin.x} ${begin.y}L${end.x} ${end.y}`} />
      <path d={head} />
    </g>
  );
}
