/** One row by hand: change a value, and see what the network says. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import { shortNumber } from '../../parts/number-text.ts';
import { type ColumnLook, cut } from './column-look.ts';
import type { RowTexts } from './one-row.ts';
import type { Prediction } from './protocol.ts';
import type { DataSession } from './session.ts';

export function TryRow({ session }: { readonly session: DataSession }): JSX.Element | null {
  const given = session.row.value;
  const plan = session.plan.value;
  const look = session.look.value;
  const texts = useSignal<RowTexts>({});
  const at = useSignal(0);
  useEffect(() => {
    texts.value = given?.texts ?? {};
  }, [given]);
  if (given === undefined || plan === undefined || look === undefined) return null;
  const byName = new Map(look.columns.map((column) => [column.name, column]));
  const change = (name: string, text: string): void => {
    texts.value = { ...texts.value, [name]: text };
    session.try(texts.value);
  };
  const isUntouched = texts.value === given.texts;
  return (
    <section aria-label="Try a row">
      <h2>Try a row by hand</h2>
      <div class="try">
        <form class="cells" onSubmit={(event) => event.preventDefault()}>
          {plan.used.map((name) => {
            const column = byName.get(name);
            return (
              column && (
                <CellField
                  key={name}
                  column={column}
                  text={texts.value[name] ?? ''}
                  change={(text) => change(name, text)}
                />
              )
            );
          })}
        </form>
        <div>
          {session.prediction.value && <Said target={plan.target} prediction={session.prediction.value} />}
          <p class="soft">
            {isUntouched
              ? `A row of the test rows; its ${cut(plan.target)} is ${cut(given.truth)}.`
              : 'Changed by you.'}
          </p>
          <button
            type="button"
            class="plain"
            onClick={() => {
              at.value++;
              session.showRow(at.value);
            }}
          >
            Another test row
          </button>
        </div>
      </div>
      {session.refusals.value.try !== undefined && (
        <p class="note alarm" role="alert">
          {session.refusals.value.try}
        </p>
      )}
    </section>
  );
}

function CellField({
  column: { name, type, top, distinct },
  text,
  change,
}: {
  readonly column: ColumnLook;
  readonly text: string;
  readonly change: (text: string) => void;
}): JSX.Element {
  const id = useId();
  const values =
    type === 'boolean' ? ['true', 'false'] : distinct <= top.length ? top.map(({ value }) => value) : [];
  const common = {
    id,
    placeholder: 'missing',
    value: text,
    onInput: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => change(currentTarget.value),
  };
  const isList = type !== 'number' && type !== 'date' && values.length > 0;
  return (
    <div class="control">
      <label class="label" for={id} title={name}>
        {cut(name)}
      </label>
      {isList ? (
        <select id={id} value={text} onChange={({ currentTarget }) => change(currentTarget.value)}>
          <option value="">(missing)</option>
          {values.map((value) => (
            <option key={value} value={value}>
              {cut(value)}
            </option>
          ))}
        </select>
      ) : (
        (type === 'number' && <input {...common} type="number" step="any" />) ||
        (type === 'date' && <input {...common} type="datetime-local" />) || <input {...common} type="text" />
      )}
    </div>
  );
}

function Said({
  target,
  prediction: { value, shares },
}: {
  readonly target: string;
  readonly prediction: Prediction;
}): JSX.Element {
  return (
    <div aria-live="polite">
      <p class="soft">The network says for {cut(target)}</p>
      <p class="large number" data-reading="prediction">
        {typeof value === 'number' ? shortNumber(value) : value}
      </p>
      {shares.length > 0 && (
        <table class="bars">
          <thead class="unseen">
            <tr>
              <th scope="col">Class</th>
              <th scope="col">Bar</th>
              <th scope="col">Probability</th>
            </tr>
          </thead>
          <tbody>
            {shares.map(({ label, share }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td class="bar-cell">
                  <span style={{ width: `${100 * share}%` }} />
                </td>
                <td class="number">{(100 * share).toFixed(1)} %</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
