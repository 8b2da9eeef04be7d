/** The network's weights as lines on one canvas. */
import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { isDark } from '../../frame/theme.ts';
import { shortNumber } from '../../parts/number-text.ts';
import { type Layout, type Link, linkNear, linksOf, type Place } from './layout.ts';
import { paintLinks } from './paint-links.ts';
import type { TrainingSession } from './session.ts';
import type { Chosen } from './weight-card.tsx';

/** All links on one canvas; the pointer finds the nearest. */
export function NetworkLinks({
  layout,
  session,
  chosen,
  hasHalos,
}: {
  readonly layout: Layout;
  readonly session: TrainingSession;
  readonly chosen: Signal<Chosen | undefined>;
  readonly hasHalos: boolean;
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const marked = useSignal<Link | undefined>(undefined);
  const links = useMemo(() => linksOf(layout), [layout]);
  const dark = isDark.value;
  const snapshot = session.snapshot.value;
  const weightOf = ({ layer, from, to }: Link): number => {
    const kernel = snapshot?.kernels[layer];
    const units = snapshot?.biases[layer]?.length ?? 0;
    return kernel?.[from * units + to] ?? 0;
  };
  const slopeOf = ({ layer, from, to }: Link): number => {
    const units = snapshot?.biases[layer]?.length ?? 0;
    return snapshot?.health[layer]?.slopes[from * units + to] ?? 0;
  };
  useEffect(() => {
    if (canvas.current === null) return;
    const { width, height } = layout;
    const look = { width, height, dark, marked: marked.value, slopeOf: hasHalos ? slopeOf : undefined };
    paintLinks(canvas.current, links, weightOf, look);
  });
  const placeOf = ({ offsetX, offsetY }: MouseEvent): Place => ({ x: offsetX, y: offsetY });
  const label = marked.value && `Weight ${shortNumber(weightOf(marked.value))}`;
  return (
    <canvas
      ref={canvas}
      class="links"
      style={{ width: `${layout.width}px`, height: `${layout.height}px` }}
      role="img"
      aria-label="Weights between the layers; the table below has them as numbers"
      title={label}
      onPointerMove={(event) => {
        marked.value = linkNear(links, placeOf(event));
      }}
      onPointerLeave={() => {
        marked.value = undefined;
      }}
      onClick={(event) => {
        const link = linkNear(links, placeOf(event), 10);
        chosen.value = link && { ...link, at: placeOf(event) };
      }}
    />
  );
}
