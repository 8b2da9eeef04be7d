/** Some of several things, a check box each. */
import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';

export function Picks<T extends string>({
  legend,
  options,
  names,
  value,
}: {
  readonly legend: string;
  readonly options: readonly T[];
  readonly names: Readonly<Record<T, string>>;
  readonly value: Signal<readonly T[]>;
}): JSX.Element {
  return (
    <fieldset class="picks">
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option} class="check">
          <input
            type="checkbox"
            checked={value.value.includes(option)}
            onChange={({ currentTarget: { checked } }) => {
              value.value = options.filter((one) => (one === option ? checked : value.value.includes(one)));
            }}
          />
          {names[option]}
        </label>
      ))}
    </fieldset>
  );
}
