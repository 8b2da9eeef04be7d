/** Predictions over targets, by Observable Plot: on the line they are right. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { shortNumber } from '../../parts/number-text.ts';
import { cut } from './column-look.ts';
import type { Outcome } from './outcome.ts';

type Pairs = NonNullable<Outcome['pairs']>;

export function Scatter({ pairs, target }: { readonly pairs: Pairs; readonly target: string }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let isWanted = true;
    import('@observablehq/plot').then((Plot) => {
      const { current } = box;
      if (isWanted && current !== null) {
        current.replaceChildren(draw(Plot, pairs, cut(target), current.clientWidth));
      }
    });
    return () => {
      isWanted = false;
    };
  }, [pairs, target]);
  return (
    <div
      ref={box}
      class="plot"
      role="img"
      aria-label={`Predictions of ${cut(target)} over targets, ${pairs.targets.length} points`}
    />
  );
}

function draw(
  Plot: typeof import('@observablehq/plot'),
  { targets, predictions }: Pairs,
  target: string,
  width: number,
): Element {
  let [low, high] = [Infinity, -Infinity];
  for (const values of [targets, predictions]) {
    for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  }
  const points = Array.from(targets, (x, i) => ({ x, y: predictions[i] }));
  const ends = [
    { x: low, y: low },
    { x: high, y: high },
  ];
  const axis = { domain: [low, high], nice: true, ticks: 5, tickFormat: shortNumber };
  return Plot.plot({
    width: Math.max(280, Math.min(width, 480)),
    height: 320,
    marginLeft: 64,
    style: { background: 'none', fontSize: '12px' },
    x: { ...axis, label: target },
    y: { ...axis, label: 'prediction', grid: true },
    marks: [
      Plot.line(ends, { x: 'x', y: 'y', stroke: 'var(--soft)', strokeDasharray: '4 3' }),
      Plot.dot(points, { x: 'x', y: 'y', r: 2, fill: 'var(--positive)', fillOpacity: 0.5 }),
      Plot.tip(points, Plot.pointer({ x: 'x', y: 'y', format: { x: shortNumber, y: shortNumber } })),
    ],
  });
}
