/** How good it became: scores beside a baseline, predictions beside targets, and what it relies on. */
import type { JSX } from 'preact';
import { fixedNumber, shortNumber } from '../../parts/number-text.ts';
import { cut } from './column-look.ts';
import type { Outcome } from './outcome.ts';
import type { Importance } from './protocol.ts';
import { Scatter } from './scatter.tsx';
import { counted, number } from './sentences.ts';
import type { DataSession } from './session.ts';

export function OutcomePanel({ session }: { readonly session: DataSession }): JSX.Element | null {
  const trained = session.trained.value;
  const plan = session.plan.value;
  if (trained === undefined || plan === undefined) return null;
  const { outcome } = trained;
  const importance = session.importance.value;
  return (
    <>
      <section aria-label="Scores">
        <h2>On {counted(outcome.testRows, 'row')} never seen before</h2>
        <Scores outcome={outcome} />
      </section>
      <div class="results">
        {outcome.pairs && (
          <section aria-label="Predictions and targets">
            <h2>Predictions and targets</h2>
            <Scatter pairs={outcome.pairs} target={plan.target} />
            {outcome.pairs.targets.length < outcome.testRows && (
              <p class="soft">
                {number(outcome.pairs.targets.length)} of the {number(outcome.testRows)} test rows are drawn.
              </p>
            )}
          </section>
        )}
        {outcome.confusion && <Confusion {...outcome.confusion} />}
        <section aria-label="Importance of the columns">
          <h2>What it relies on</h2>
          {importance === undefined ? (
            <p class="soft" role="status">
              Shuffling each column in turn …
            </p>
          ) : (
            <Importances {...importance} score={plan.task === 'regression' ? 'R²' : 'accuracy'} />
          )}
        </section>
      </div>
    </>
  );
}

function Scores({ outcome }: { readonly outcome: Outcome }): JSX.Element {
  const { scores, baseline } = outcome;
  const [first] = scores;
  const isBetter = first.model > first.baseline;
  const said = typeof baseline === 'number' ? `the mean, ${shortNumber(baseline)}` : `“${cut(baseline)}”`;
  return (
    <>
      <div class="wide-table">
        <table class="figures">
          <thead>
            <tr>
              <td />
              <th scope="col">the network</th>
              <th scope="col">baseline</th>
            </tr>
          </thead>
          <tbody>
            {scores.map(({ name, model, baseline: base, isBetterHigh }, i) => (
              <tr key={name}>
                <th scope="row">
                  {name} {isBetterHigh ? '↑' : '↓'}
                </th>
                <td {...(i === 0 && { 'data-reading': 'test-score' })}>{scoreText(model, isBetterHigh)}</td>
                <td>{scoreText(base, isBetterHigh)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class={isBetter ? 'soft' : 'note alarm'}>
        {`The baseline says ${said} for every row. `}
        {isBetter
          ? 'Better than that is learned from the columns.'
          : 'The network does no better: the columns may tell nothing about the target.'}
      </p>
    </>
  );
}

/** Shares with three digits after the point; errors, which have a unit, with three digits. */
function scoreText(value: number, isShare: boolean): string {
  return isShare ? fixedNumber(Math.abs(value) < 0.0005 ? 0 : value, 3) : shortNumber(value);
}

function Confusion({ classes, counts }: NonNullable<Outcome['confusion']>): JSX.Element {
  return (
    <section aria-label="Confusion matrix">
      <h2>Which class is taken for which</h2>
      <div class="wide-table">
        <table class="figures confusion">
          <caption class="soft">Rows: what it is. Columns: what the network says.</caption>
          <thead>
            <tr>
              <td />
              {classes.map((name) => (
                <th key={name} scope="col" title={name}>
                  {cut(name).slice(0, 16)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {counts.map((row, i) => {
              const all = row.reduce((sum, count) => sum + count, 0) || 1;
              return (
                <tr key={classes[i]}>
                  <th scope="row" title={classes[i]}>
                    {cut(classes[i]).slice(0, 16)}
                  </th>
                  {row.map((count, j) => (
                    <td
                      key={classes[j]}
                      class={i === j ? 'right' : 'wrong'}
                      style={{ '--share': `${Math.round((45 * count) / all)}%` }}
                    >
                      {number(count)}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** So many bars are enough for a first look. */
const mostBars = 15;

function Importances({
  columns,
  rows,
  score,
}: {
  readonly columns: readonly Importance[];
  readonly rows: number;
  readonly score: string;
}): JSX.Element {
  const most = Math.max(...columns.map(({ mean }) => mean), 1e-9);
  return (
    <>
      <table class="bars">
        <thead class="unseen">
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Bar</th>
            <th scope="col">Loss of {score}</th>
          </tr>
        </thead>
        <tbody>
          {columns.slice(0, mostBars).map(({ column, mean, std }) => (
            <tr key={column}>
              <th scope="row" title={column}>
                {cut(column)}
              </th>
              <td class="bar-cell">
                <span style={{ width: `${Math.max(0, (100 * mean) / most)}%` }} />
              </td>
              <td class="number" title={`± ${shortNumber(std)}`}>
                {fixedNumber(mean, 3)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="soft">
        How much the {score} falls when a column is shuffled: mean of 3 times, on {counted(rows, 'test row')}.
        {columns.length > mostBars && ` The ${columns.length - mostBars} least important ones are not shown.`}
      </p>
    </>
  );
}
