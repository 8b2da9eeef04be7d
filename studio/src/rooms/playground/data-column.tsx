/** What is learned: the data set and how its points are drawn. */
import type { JSX } from 'preact';
import { ChoiceSelect, Slider } from '../../parts/controls.tsx';
import type { RoomState } from '../../state/room-state.ts';
import { DatasetPicker } from './dataset-picker.tsx';
import { Hideable } from './hideable.tsx';
import { fields } from './settings.ts';

export function DataColumn({ state }: { readonly state: RoomState<typeof fields> }): JSX.Element {
  const { problem, noise, trainShare, batchSize, dataSeed } = state.signals;
  return (
    <section class="stack data" aria-label="Data">
      <h2>Data</h2>
      <Hideable name="data" state={state}>
        <ChoiceSelect label="Problem" value={problem} field={fields.problem} />
        <DatasetPicker state={state} />
      </Hideable>
      <Hideable name="noise" state={state}>
        <Slider label="Noise" value={noise} field={fields.noise} print={(value) => `${value} %`} />
        <Slider
          label="Training share"
          value={trainShare}
          field={fields.trainShare}
          print={(value) => `${value} %`}
        />
        <Slider label="Batch size" value={batchSize} field={fields.batchSize} />
        <button
          type="button"
          class="plain"
          onClick={() => {
            dataSeed.value = (dataSeed.value + 1) % 100_000;
          }}
        >
          Draw other points
        </button>
      </Hideable>
    </section>
  );
}
