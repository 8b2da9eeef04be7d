/** Every number of the example, to change. */
import type { JSX } from 'preact';
import { NumberInput } from '../../parts/number-input.tsx';
import { type Example, weightNames } from './example.ts';
import { most } from './settings.ts';

export function OwnNumbers({
  example,
  isOwn,
  change,
  restore,
  draw,
}: {
  readonly example: Example;
  readonly isOwn: boolean;
  readonly change: (example: Example) => void;
  readonly restore: () => void;
  readonly draw: () => void;
}): JSX.Element {
  const { x, target, weights } = example;
  const replaced = (values: readonly number[], index: number, value: number): readonly number[] =>
    values.map((old, i) => (i === index ? value : old));
  return (
    <section aria-label="Your own numbers">
      <h2>Your own numbers</h2>
      <fieldset class="number-inputs">
        <legend>The data point</legend>
        {x.map((value, i) => (
          <NumberInput
            key={i}
            label={`x${i + 1}`}
            value={value}
            min={-most}
            max={most}
            set={(given) => change({ ...example, x: replaced(x, i, given) })}
          />
        ))}
        <NumberInput
          label="target y"
          value={target}
          min={0}
          max={1}
          set={(given) => change({ ...example, target: given })}
        />
      </fieldset>
      <fieldset class="number-inputs">
        <legend>The first weights</legend>
        {weights.map((value, i) => (
          <NumberInput
            key={i}
            label={weightNames[i]}
            value={value}
            min={-most}
            max={most}
            set={(given) => change({ ...example, weights: replaced(weights, i, given) })}
          />
        ))}
      </fieldset>
      <button type="button" class="plain" onClick={draw}>
        Draw other numbers
      </button>{' '}
      {isOwn && (
        <button type="button" class="plain" onClick={restore}>
          Back to the drawn ones
        </button>
      )}
    </section>
  );
}
