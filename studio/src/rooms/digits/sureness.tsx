/** How sure the two models are, with and without label smoothing, over the whole test set. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { Chart } from '../../parts/chart.tsx';
import { type Curve, histogram, type ModelKind, reliability, resultOf, sureness } from './results.ts';
import type { SetName } from './test-images.ts';

const kinds: readonly (readonly [kind: ModelKind, name: string])[] = [
  ['plain', 'without label smoothing'],
  ['smoothed', 'with label smoothing'],
];
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export function Sureness({ set }: { readonly set: SetName }): JSX.Element {
  const { counted, right } = useMemo(() => {
    const lines = (curve: (kind: ModelKind) => Curve) =>
      kinds.map(([kind, name], i) => ({ name, isDashed: i === 1, ...curve(kind) }));
    return {
      counted: lines((kind) => histogram(resultOf(set, kind))),
      right: [
        ...lines((kind) => reliability(resultOf(set, kind))),
        { name: 'as sure as right', xs: [0, 100], ys: [0, 100] },
      ],
    };
  }, [set]);
  return (
    <section class="sureness" aria-labelledby="sureness-heading">
      <h2 id="sureness-heading" class="heading">
        How sure it is
      </h2>
      <p>
        Two networks, trained the same from the same seed. One learned targets of 1 for the true class and 0
        for the others; the other 0.91 and 0.01, which is label smoothing of 0.1. So it learns never to be
        quite sure. Counted on all {resultOf(set, 'plain').images.toLocaleString('en')} test images, which
        neither has learned from:
      </p>
      <div class="table-scroll">
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">Right</th>
              <th scope="col">Sure, on average</th>
              <th scope="col">So it is</th>
            </tr>
          </thead>
          <tbody>
            {kinds.map(([kind, name]) => {
              const result = resultOf(set, kind);
              return (
                <tr key={kind}>
                  <th scope="row">{name}</th>
                  <td data-reading={`accuracy-${kind}`}>{percent(result.accuracy)}</td>
                  <td>{percent(result.meanConfidence)}</td>
                  <td>{sureness(result)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <div class="two-charts">
        <figure>
          <figcaption>How many images it is so sure of</figcaption>
          <Chart
            label="Share of the test images by the greatest probability, for both models"
            x={{ label: 'greatest probability, %', range: [10, 100] }}
            y={{ label: '% of the images' }}
            lines={counted}
            height={220}
            legend
          />
        </figure>
        <figure>
          <figcaption>How often it is right when it is so sure</figcaption>
          <Chart
            label="Share that is right by the greatest probability, for both models"
            x={{ label: 'greatest probability, %', range: [30, 100] }}
            y={{ label: '% right', range: [30, 100] }}
            lines={right}
            height={220}
            legend
          />
        </figure>
      </div>
    </section>
  );
}
