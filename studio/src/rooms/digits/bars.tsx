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
  look,
  truth,
}: {
  readonly set: SetName;
  /** Undefined where there is nothing to look at. */
  readonly look: Look | undefined;
  readonly truth: number | undefined;
}): JSX.Element {
  return (
    <ol class={`bars ${set}`} start={0} aria-label="Probabilities">
      {classNames[set].map((name, label) => {
        const share = look?.probabilities[label];
        const [style, note] = look === undefined ? ['', ''] : remark(label, look.says, truth);
        return (
          <li key={label} class={style} data-class={label}>
            <span class="class-name">{name}</span>
            <span class="track">
              {share !== undefined && <span class="bar-fill" style={{ width: `${100 * share}%` }} />}
            </span>
            <span class="number">{share === undefined ? '–' : percent(share)}</span>
            <span class="remark">{note}</span>
          </li>
        );
      })}
    </ol>
  );
}
