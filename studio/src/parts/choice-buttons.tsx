/** One of a few values, a button each, the chosen one pressed. */
import type { JSX } from 'preact';

export function ChoiceButtons<T extends string>({
  legend,
  names,
  value,
  choose,
  isDisabled,
}: {
  /** What is chosen, for those who do not see the buttons. */
  readonly legend: string;
  /** The values and what they are called, in order. */
  readonly names: Readonly<Record<T, string>>;
  readonly value: T;
  readonly choose: (value: T) => void;
  readonly isDisabled?: (value: T) => boolean;
}): JSX.Element {
  return (
    <fieldset class="choice-buttons">
      <legend class="unseen">{legend}</legend>
      {(Object.keys(names) as T[]).map((one) => (
        <button
          key={one}
          type="button"
          class="plain"
          aria-pressed={value === one}
          disabled={isDisabled?.(one)}
          onClick={() => choose(one)}
        >
          {names[one]}
        </button>
      ))}
    </fieldset>
  );
}
