/** A slider over the steps of a run: where it stands, and a way to anywhere in it. It knows no run. */
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

export interface Way {
  readonly label: string;
  /** What is shown at the step, in a few words or a number. */
  readonly says: string | number;
  /** What that is called as a reading. */
  readonly reading?: string;
  /** Which step is shown, from `first` (by default 0) to `last`. */
  readonly at: number;
  readonly first?: number;
  readonly last: number;
  /** The step in words, for those who do not see the slider. */
  readonly inWords: string;
  readonly go: (to: number) => void;
}

export function WaySlider({ label, says, reading, at, first = 0, last, inWords, go }: Way): JSX.Element {
  const id = useId();
  return (
    <label class="control" for={id}>
      <span class="label">
        {label}{' '}
        <output for={id} data-reading={reading}>
          {says}
        </output>
      </span>
      <input
        id={id}
        type="range"
        min={first}
        max={last}
        value={at}
        aria-valuetext={inWords}
        onInput={({ currentTarget }) => go(Number(currentTarget.value))}
      />
    </label>
  );
}
