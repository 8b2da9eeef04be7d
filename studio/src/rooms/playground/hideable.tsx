/** Classroom mode: a link can leave controls out. Each has a name, and the address the list of those that are hidden. */
import type { ComponentChildren, JSX } from 'preact';
import type { RoomState } from '../../state/room-state.ts';
import { fields, type HideableName } from './settings.ts';

type State = RoomState<typeof fields>;

/** What can be left out. */
const titles: Readonly<Record<HideableName, string>> = {
  data: 'data set',
  noise: 'noise, share and batch size',
  layers: 'number of layers and units',
  rate: 'learning rate',
  optimizer: 'optimizer',
  activation: 'activation',
  loss: 'loss',
  penalty: 'regularization',
  dropout: 'dropout and normalization',
  start: 'initial weights and seed',
  stop: 'early stopping',
  panels: 'everything below the stage',
};

export function Hideable({
  name,
  state,
  children,
}: {
  readonly name: HideableName;
  readonly state: State;
  readonly children: ComponentChildren;
}): ComponentChildren {
  return state.signals.hidden.value.includes(name) ? null : children;
}

/** Chooses what a link leaves out. */
export function ClassroomPanel({ state }: { readonly state: State }): JSX.Element {
  const { hidden } = state.signals;
  return (
    <>
      <p>For a class: leave out what should not distract. The address says so too, so share the link.</p>
      <div class="hideables">
        {fields.hidden.options.map((name) => (
          <label key={name} class="check">
            <input
              type="checkbox"
              checked={hidden.value.includes(name)}
              onChange={({ currentTarget: { checked } }) => {
                hidden.value = fields.hidden.options.filter((one) =>
                  one === name ? checked : hidden.value.includes(one),
                );
              }}
            />
            hide {titles[name]}
          </label>
        ))}
      </div>
    </>
  );
}
