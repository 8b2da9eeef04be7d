/** The columns, typed and summarised: what is in each, and what happens to it. */
import type { PlannedColumn } from 'hebb';
import type { JSX } from 'preact';
import { shortNumber } from '../../parts/number-text.ts';
import { type ColumnLook, cut } from './column-look.ts';
import { number } from './sentences.ts';
import type { DataSession } from './session.ts';

const uses: Readonly<Record<Exclude<PlannedColumn['use'], 'dropped'>, string>> = {
  number: 'standardized',
  category: 'one column a value',
  flag: '0 and 1',
  date: 'days, month, weekday, hour',
};

export function ColumnsTable({ session }: { readonly session: DataSession }): JSX.Element | null {
  const look = session.look.value;
  if (look === undefined) return null;
  const plan = session.plan.value;
  const planned = new Map(plan?.columns.map((column) => [column.name, column]));
  return (
    <section class="columns-table" aria-label="Columns">
      <table>
        <thead>
          <tr>
            <th scope="col">Use</th>
            <th scope="col">Column</th>
            <th scope="col">Type</th>
            <th scope="col" class="count">
              Missing
            </th>
            <th scope="col" class="count">
              Distinct
            </th>
            <th scope="col">Values</th>
            <th scope="col">Goes in as</th>
          </tr>
        </thead>
        <tbody>
          {look.columns.map((column) => (
            <Row
              key={column.name}
              column={column}
              rows={look.rows}
              session={session}
              planned={planned.get(column.name)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({
  column,
  rows,
  planned,
  session,
}: {
  readonly column: ColumnLook;
  readonly rows: number;
  readonly planned: PlannedColumn | undefined;
  readonly session: DataSession;
}): JSX.Element {
  const { name, type, missing, distinct } = column;
  const isTarget = name === session.target.value;
  const isDropped = planned?.use === 'dropped';
  const isLeftOut = session.leftOut.value.includes(name);
  const isUsed = !isTarget && !isDropped && !isLeftOut;
  return (
    <tr class={isTarget ? 'target' : isUsed ? '' : 'out'}>
      <td>
        <input
          type="checkbox"
          aria-label={`Learn from ${cut(name)}`}
          checked={isUsed}
          disabled={isTarget || isDropped}
          onChange={({ currentTarget }) => session.use(name, currentTarget.checked)}
        />
      </td>
      <th scope="row" title={name}>
        {cut(name)}
      </th>
      <td>{type}</td>
      <td class="count">{missing === 0 ? '–' : `${number(missing)} (${percent(missing / rows)})`}</td>
      <td class="count">{number(distinct)}</td>
      <td>
        <Values column={column} rows={rows} />
      </td>
      <td class="fate">
        {isTarget
          ? 'to be predicted'
          : isLeftOut
            ? 'left out by you'
            : planned === undefined
              ? ''
              : planned.use === 'dropped'
                ? `left out: ${planned.note}`
                : `${uses[planned.use]}${planned.marksMissing ? ', gaps marked' : ''}`}
      </td>
    </tr>
  );
}

function Values({ column, rows }: { readonly column: ColumnLook; readonly rows: number }): JSX.Element {
  const { bins, top, range, type } = column;
  if (range !== undefined) {
    const most = Math.max(...bins);
    const ends = range.map((value) =>
      type === 'date' ? new Date(value).toISOString().slice(0, 10) : shortNumber(value),
    );
    return (
      <span class="spread">
        <span>{ends[0]}</span>
        <svg viewBox={`0 0 ${bins.length * 4} 20`} preserveAspectRatio="none" aria-hidden="true">
          {bins.map((count, i) => {
            const height = count === 0 ? 0 : Math.max(1, (20 * count) / most);
            return <rect key={i} x={i * 4} y={20 - height} width={3.4} height={height} />;
          })}
        </svg>
        <span>{ends[1]}</span>
      </span>
    );
  }
  return (
    <span class="tops">
      {top.slice(0, 3).map(({ value, count }) => (
        <span key={value}>
          {cut(value).slice(0, 24) || '(empty)'} <small>{percent(count / rows)}</small>
        </span>
      ))}
    </span>
  );
}

function percent(share: number): string {
  return share > 0 && share < 0.01 ? '< 1 %' : `${Math.round(100 * share)} %`;
}
