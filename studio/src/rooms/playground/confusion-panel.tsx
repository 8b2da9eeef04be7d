/** Scores over training and test points; for classes the table of which is taken for which. */
import type { JSX } from 'preact';
import { fixedNumber, shortNumber } from '../../parts/number-text.ts';
import type { PanelProps } from './panels.tsx';
import { classCount } from './settings.ts';
import type { Scores } from './snapshot.ts';

export function ConfusionPanel({ session, state }: PanelProps): JSX.Element {
  const snapshot = session.snapshot.value;
  const isRegression = state.signals.problem.value === 'regression';
  const classes = classCount(state.values);
  if (snapshot === undefined) return <p>Nothing is measured yet.</p>;
  const row = (name: string, { loss, score }: Scores): JSX.Element => (
    <tr>
      <th scope="row">{name}</th>
      <td>{shortNumber(loss)}</td>
      <td>{isRegression ? fixedNumber(score, 4) : `${fixedNumber(100 * score, 1)} %`}</td>
    </tr>
  );
  return (
    <>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">Points</th>
            <th scope="col">Loss</th>
            <th scope="col">{isRegression ? 'R²' : 'Accuracy'}</th>
          </tr>
        </thead>
        <tbody>
          {row('training', snapshot.train)}
          {row('test', snapshot.test)}
        </tbody>
      </table>
      {snapshot.test.confusion.length > 0 && (
        <table class="figures">
          <caption>Test points: class in rows, what the network says in columns</caption>
          <thead>
            <tr>
              <td />
              {Array.from({ length: classes }, (_, j) => (
                <th key={j} scope="col">
                  says {j + 1}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: classes }, (_, i) => (
              <tr key={i}>
                <th scope="row">class {i + 1}</th>
                {snapshot.test.confusion.slice(i * classes, (i + 1) * classes).map((count, j) => (
                  <td key={j}>{count}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
