/** The network: features, hidden layers, units as pictures of what they compute, weights as lines. */
import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { HeatMap } from '../../parts/heat-map.tsx';
import { shortNumber } from '../../parts/number-text.ts';
import type { RoomState } from '../../state/room-state.ts';
import { features, gridPoints } from './features.ts';
import { LayerHeads } from './layer-heads.tsx';
import { type Layout, layOut, type Place } from './layout.ts';
import { NetworkLinks } from './network-links.tsx';
import type { TrainingSession } from './session.ts';
import { type FeatureName, featureNames, type fields } from './settings.ts';
import { unitGrid } from './snapshot.ts';
import { type Chosen, WeightCard } from './weight-card.tsx';

interface Props {
  readonly state: RoomState<typeof fields>;
  readonly session: TrainingSession;
}

export function NetworkStage({ state, session }: Props): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const width = useSignal(640);
  useEffect(() => {
    const watcher = new ResizeObserver(([entry]) => {
      width.value = Math.floor(entry.contentRect.width);
    });
    if (box.current !== null) watcher.observe(box.current);
    return () => watcher.disconnect();
  }, [width]);
  const chosen = useSignal<Chosen | undefined>(undefined);
  const { layers, features: on } = state.signals;
  const layout = useMemo(
    () => layOut(width.value, layers.value, on.value),
    [width.value, layers.value, on.value],
  );
  return (
    <section class="stage" aria-label="Network">
      <div ref={box} class="network" style={{ height: `${layout.height}px` }}>
        <NetworkLinks
          layout={layout}
          session={session}
          chosen={chosen}
          hasHalos={state.signals.halos.value}
        />
        <LayerHeads layout={layout} state={state} />
        <FeatureNodes layout={layout} state={state} />
        <HiddenNodes layout={layout} session={session} chosen={chosen} />
        {chosen.value && (
          <WeightCard
            chosen={chosen.value}
            session={session}
            close={() => {
              chosen.value = undefined;
            }}
          />
        )}
      </div>
    </section>
  );
}

const featurePlaces = gridPoints(unitGrid);

function FeatureNodes({
  layout,
  state,
}: {
  readonly layout: Layout;
  readonly state: RoomState<typeof fields>;
}): JSX.Element {
  const { features: on } = state.signals;
  const toggle = (name: FeatureName): void => {
    const next = featureNames.filter((one) =>
      one === name ? !on.value.includes(one) : on.value.includes(one),
    );
    if (next.length > 0) on.value = next;
  };
  return (
    <>
      {layout.features.map(({ name, isOn, at }) => (
        <button
          key={name}
          type="button"
          class={isOn ? 'unit on' : 'unit off'}
          aria-pressed={isOn}
          aria-label={`Feature ${features[name].label}`}
          style={boxAt(at, layout.node)}
          onClick={() => toggle(name)}
        >
          <HeatMap values={picture(name)} />
          <span class="unit-name">{features[name].label}</span>
        </button>
      ))}
    </>
  );
}

const pictures = new Map<FeatureName, Float32Array>();

/** A feature over the plane. */
function picture(name: FeatureName): Float32Array {
  let known = pictures.get(name);
  if (known === undefined) {
    const cells = unitGrid * unitGrid;
    const values = Float32Array.from({ length: cells }, (_, i) =>
      features[name].of(featurePlaces[2 * i], featurePlaces[2 * i + 1]),
    );
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    known = values.map((value) => value / Math.min(largest, 6));
    pictures.set(name, known);
  }
  return known;
}

function HiddenNodes({
  layout,
  session,
  chosen,
}: {
  readonly layout: Layout;
  readonly session: TrainingSession;
  readonly chosen: Signal<Chosen | undefined>;
}): JSX.Element {
  const snapshot = session.snapshot.value;
  const cells = unitGrid * unitGrid;
  return (
    <>
      {layout.hidden.flatMap((units, k) =>
        units.map((at, i) => {
          const isDead = snapshot?.health[k]?.dead[i] ?? false;
          const bias = snapshot?.biases[k]?.[i];
          const name = `Unit ${i + 1} of hidden layer ${k + 1}${isDead ? ', stuck' : ''}`;
          return (
            <button
              key={`${k} ${i}`}
              type="button"
              aria-label={`${name}: change its bias`}
              class={isDead ? 'unit hidden-unit dead' : 'unit hidden-unit'}
              style={boxAt(at, layout.node)}
              title={bias === undefined ? name : `${name}, bias ${shortNumber(bias)}`}
              onPointerEnter={() => {
                session.focus.value = { layer: k, unit: i };
              }}
              onPointerLeave={() => {
                session.focus.value = undefined;
              }}
              onFocus={() => {
                session.focus.value = { layer: k, unit: i };
              }}
              onBlur={() => {
                session.focus.value = undefined;
              }}
              onClick={() => {
                chosen.value = { layer: k, to: i, at };
              }}
            >
              <HeatMap values={snapshot?.units[k]?.subarray(i * cells, (i + 1) * cells)} />
            </button>
          );
        }),
      )}
    </>
  );
}

function boxAt({ x, y }: Place, node: number): Readonly<Record<string, string>> {
  return { left: `${x - node / 2}px`, top: `${y - node / 2}px`, width: `${node}px`, height: `${node}px` };
}
