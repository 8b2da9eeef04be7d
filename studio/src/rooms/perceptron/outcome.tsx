/** How the run ends, or that it never does, and what the convergence theorem says of its mistakes. */
import type { JSX } from 'preact';
import { Formula } from '../../parts/formula.tsx';
import { shortNumber } from '../../parts/number-text.ts';
import type { Run } from './run.ts';
import type { DataName } from './settings.ts';

export function Outcome({
  run,
  shown,
  data,
}: {
  readonly run: Run;
  readonly shown: number;
  readonly data: DataName;
}): JSX.Element {
  const { steps, isConverged, bound } = run;
  const last = steps[steps.length - 1];
  const isOver = shown >= steps.length;
  return (
    <section aria-label="Will it end?">
      <h2>Will it end?</h2>
      <div role="status" class={isOver ? `note${isConverged ? '' : ' alarm'}` : ''}>
        {isOver &&
          (isConverged ? (
            <p>
              Converged after {last.mistakes} mistakes: epoch {last.epoch} went by without one.
            </p>
          ) : (
            <p>
              {last.mistakes} mistakes in {last.epoch} epochs, and no end:{' '}
              {data === 'xor'
                ? 'no line has both corners where A xor B is true on one side. A hidden layer helps: see below.'
                : bound === undefined
                  ? 'no line was found that separates these points, and the rule never comes to rest.'
                  : 'a line separates these points, but the margin is so narrow that this takes longer.'}
            </p>
          ))}
      </div>
      {bound === undefined ? (
        <p>
          The theorem promises an end only where a line separates the classes; here none was found, and every
          epoch makes mistakes.
        </p>
      ) : (
        <>
          <p>A line separates these points, so the rule makes at most</p>
          <Formula
            block
            tex={`\\left(\\frac{R}{\\gamma}\\right)^2 = \\left(\\frac{${shortNumber(bound.radius)}}{${shortNumber(bound.margin)}}\\right)^2 \\approx ${Math.floor(bound.bound)}`}
          />
          <p>
            mistakes (<span data-reading="bound">{Math.floor(bound.bound)}</span>), however often it goes
            through them. R is the length of the longest instance, γ the widest margin a line can leave, both
            with a 1 beside x₁ and x₂ for the bias.
          </p>
        </>
      )}
    </section>
  );
}
