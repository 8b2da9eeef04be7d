/** A number to type, with its name. What can't be read changes nothing. */
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

export function NumberInput({
  label,
  value,
  set,
  min,
  max,
  step = 0.1,
}: {
  readonly label: string;
  readonly value: number;
  readonly set: (value: number) => void;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
}): JSX.Element {
  const id = useId();
  return (
    <div class="control number-input">
      <label class="label" for={id}>
        {label}
      </label>
      <input
        id={id}
        type="number"
        min={min}
        max={max}
        step={step}
        value={Number(value.toFixed(4))}
        onChange={({ currentTarget }) => {
          const given = currentTarget.valueAsNumber;
          if (Number.isFinite(given)) set(Math.min(max, Math.max(min, given)));
          else currentTarget.value = String(Number(value.toFixed(4)));
        }}
      />
    </div>
  );
}
