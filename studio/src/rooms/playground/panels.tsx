/** Below the stage: one thing at a time that one may want to look into. */
import { useSignal } from '@preact/signals';
import type { FunctionComponent, JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { RoomState } from '../../state/room-state.ts';
import { ConfusionPanel } from './confusion-panel.tsx';
import { ExportPanel } from './export-panel.tsx';
import { ClassroomPanel } from './hideable.tsx';
import { LayersPanel } from './layers-panel.tsx';
import { SeedsPanel } from './seeds-panel.tsx';
import type { TrainingSession } from './session.ts';
import type { fields } from './settings.ts';
import { SweepPanel } from './sweep-panel.tsx';
import { WeightsPanel } from './weights-panel.tsx';

export interface PanelProps {
  readonly state: RoomState<typeof fields>;
  readonly session: TrainingSession;
}

const panels: readonly (readonly [title: string, Panel: FunctionComponent<PanelProps>])[] = [
  ['Layers', LayersPanel],
  ['Weights', WeightsPanel],
  ['Scores', ConfusionPanel],
  ['Many seeds', SeedsPanel],
  ['Learning-rate sweep', SweepPanel],
  ['Export', ExportPanel],
  ['For a class', ClassroomPanel],
];

export function Panels(props: PanelProps): JSX.Element {
  const open = useSignal(0);
  const id = useId();
  const [title, Panel] = panels[open.value];
  return (
    <section class="panels" aria-label="Looking closer">
      <div class="tabs" role="tablist" aria-label="Looking closer">
        {panels.map(([name], i) => (
          <button
            key={name}
            type="button"
            class="quiet"
            role="tab"
            id={`${id}-${i}`}
            aria-selected={i === open.value}
            aria-controls={`${id}-panel`}
            tabIndex={i === open.value ? 0 : -1}
            onClick={() => {
              open.value = i;
            }}
            onKeyDown={(event) => {
              const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
              if (move === undefined) return;
              event.stopPropagation();
              open.value = (open.value + move + panels.length) % panels.length;
              document.getElementById(`${id}-${open.value}`)?.focus();
            }}
          >
            {name}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-label={title}>
        <Panel {...props} />
      </div>
    </section>
  );
}
