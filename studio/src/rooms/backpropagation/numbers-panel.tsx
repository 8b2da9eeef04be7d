/** Inputs, target, weights, functions and learning rate, to change; what was changed can be undone. */
import type { JSX } from 'preact';
import { ChoiceSelect, Slider } from '../../parts/controls.tsx';
import { NumberInput } from '../../parts/number-input.tsx';
import type { RoomState } from '../../state/room-state.ts';
import { plainName } from './names.ts';
import { type Numbers, parameterNames } from './network.ts';
import { fields, most } from './settings.ts';

export function NumbersPanel({
  state,
  numbers,
  change,
  undo,
  draw,
}: {
  readonly state: RoomState<typeof fields>;
  readonly numbers: Numbers;
  readonly change: (numbers: Numbers) => void;
  /** Undefined where there is nothing to undo. */
  readonly undo: (() => void) | undefined;
  readonly draw: () => void;
}): JSX.Element {
  const { hidden, output, eta } = state.signals;
  const { x, target, weights } = numbers;
  const replaced = (values: readonly number[], index: number, value: number): readonly number[] =>
    values.map((old, i) => (i === index ? value : old));
  const range = { min: -most, max: most };
  return (
    <section aria-label="The numbers">
      <h2>The numbers</h2>
      <div class="settings">
        <ChoiceSelect label="Activation of the hidden units" value={hidden} field={fields.hidden} />
        <ChoiceSelect label="Activation of the output" value={output} field={fields.output} />
        <Slider label="Learning rate η" value={eta} field={fields.eta} />
      </div>
      <fieldset class="number-inputs">
        <legend>The data point</legend>
        {x.map((value, i) => (
          <NumberInput
            key={i}
            label={`Input ${plainName(`x${i + 1}`)}`}
            value={value}
            {...range}
            set={(given) => change({ ...numbers, x: replaced(x, i, given) })}
          />
        ))}
        <NumberInput
          label="Target y"
          value={target}
          {...range}
          set={(given) => change({ ...numbers, target: given })}
        />
      </fieldset>
      <fieldset class="number-inputs">
        <legend>The weights and biases</legend>
        {parameterNames.map((name, i) => (
          <NumberInput
            key={name}
            label={plainName(name)}
            value={weights[i]}
            {...range}
            set={(given) => change({ ...numbers, weights: replaced(weights, i, given) })}
          />
        ))}
      </fieldset>
      <button type="button" class="plain" disabled={undo === undefined} onClick={undo}>
        Undo
      </button>{' '}
      <button type="button" class="plain" onClick={draw}>
        Draw other numbers
      </button>
    </section>
  );
}
