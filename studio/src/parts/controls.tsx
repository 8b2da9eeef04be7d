/** The controls that settings are made with: a slider, a list, a check box. Each is bound to one signal. */
import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { Choice, NumberField } from '../state/field.ts';
import { shortNumber } from './number-text.ts';

interface Common {
  readonly label: string;
  /** What it is, in a sentence: shown when the pointer rests on it. */
  readonly hint?: string;
  readonly disabled?: boolean;
}

/** A number between two others. */
export function Slider({
  label,
  hint,
  disabled,
  value,
  field,
  print = shortNumber,
}: Common & {
  readonly value: Signal<number>;
  readonly field: NumberField;
  readonly print?: (value: number) => string;
}): JSX.Element {
  const id = useId();
  return (
    <label class="control" for={id} title={hint}>
      <span class="label">
        {label} <output for={id}>{print(value.value)}</output>
      </span>
      <input
        id={id}
        type="range"
        min={field.min}
        max={field.max}
        step={field.step}
        value={value.value}
        disabled={disabled}
        aria-valuetext={print(value.value)}
        onInput={({ currentTarget }) => {
          value.value = Number(currentTarget.value);
        }}
      />
    </label>
  );
}

/** One of some values; `names` says how they are called. */
export function Select<T extends string | number>({
  label,
  hint,
  disabled,
  value,
  options,
  names,
}: Common & {
  readonly value: Signal<T>;
  readonly options: readonly T[];
  readonly names?: Readonly<Partial<Record<T, string>>>;
}): JSX.Element {
  const id = useId();
  return (
    <div class="control" title={hint}>
      <label class="label" for={id}>
        {label}
      </label>
      <select
        id={id}
        value={String(value.value)}
        disabled={disabled}
        onChange={({ currentTarget }) => {
          value.value = options[currentTarget.selectedIndex];
        }}
      >
        {options.map((option) => (
          <option key={option} value={String(option)} selected={option === value.value}>
            {names?.[option] ?? String(option)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** `Select` over a field's own options. */
export function ChoiceSelect<T extends string>({
  field,
  ...rest
}: Common & {
  readonly value: Signal<T>;
  readonly field: Choice<T>;
  readonly names?: Readonly<Partial<Record<T, string>>>;
}): JSX.Element {
  return <Select {...rest} options={field.options} />;
}

export function Check({
  label,
  hint,
  disabled,
  value,
}: Common & { readonly value: Signal<boolean> }): JSX.Element {
  return (
    <label class="check" title={hint}>
      <input
        type="checkbox"
        checked={value.value}
        disabled={disabled}
        onChange={({ currentTarget }) => {
          value.value = currentTarget.checked;
        }}
      />
      {label}
    </label>
  );
}
