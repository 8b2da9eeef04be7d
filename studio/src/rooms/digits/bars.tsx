/** Ten bars, one for each class: how probable the network takes it to be. Right and wrong are said in words too. */
import type { JSX } from 'preact';
import { classNames, percent } from './names.ts';
import type { Look } from './recogniser.ts';
import type { SetName } from './test-images.ts';

/** What is to be said of a class: green and red are told by it. */
function remark(
  label: number,
  says: number,
  truth: number | undefined,
): readonly [style: string, note: string] {
  if (truth === undefined) return label === says ? ['says', '← says'] : ['', ''];
  if (label === truth) return ['right', label === says ? '✓ right' : '✓ true'];
  if (says === truth) return ['', ''];
  return ['wrong', label === says ? '✗ says' : ''];
}

export function Bars({
  set,
  look: { probabilities, says },
  truth,
}: {
  readonly set: SetName;
  readonly look: Look;
  readonly truth: number | undefined;
}): JSX.Element {
  return (
    <ol class="bars" start={0} aria-label="Probabilities">
      {probabilities.map((share, label) => {
        const [style, note] = remark(label, says, truth);
        return (
          <li key={label} class={style} data-class={label}>
            <span class="class-name">{classNames[set][label]}</span>
            <span class="track">
              <span class="bar-fill" style={{ width: `${100 * share}%` }} />
            </span>
            <span class="number">{percent(share)}</span>
            <span class="remark">{note}</span>
          </li>
        );
      })}
    </ol>
  );
}
