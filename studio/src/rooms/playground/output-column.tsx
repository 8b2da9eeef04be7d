/** What comes out: the output over the plane with the points on it, and the losses. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { isDark } from '../../frame/theme.ts';
import { Check } from '../../parts/controls.tsx';
import type { RoomState } from '../../state/room-state.ts';
import { LossChart } from './loss-chart.tsx';
import { type Brush, PointsEditor, PointTools } from './own-points.tsx';
import { paintOutput } from './paint-output.ts';
import { paintPoints } from './paint-points.ts';
import { drawPoints } from './points.ts';
import type { TrainingSession } from './session.ts';
import { dataKey, type fields, isOwn } from './settings.ts';
import { unitGrid } from './snapshot.ts';

/** Pixels along a side, before the page scales it. */
const SIZE = 320;

interface Props {
  readonly state: RoomState<typeof fields>;
  readonly session: TrainingSession;
}

export function OutputColumn({ state, session }: Props): JSX.Element {
  const { showTest, discretize } = state.signals;
  const brush = useSignal<Brush>(0);
  const hasOwn = isOwn(state.values);
  return (
    <section class="stack output" aria-label="Output">
      <h2>Output</h2>
      <div class="plane-frame">
        <OutputPicture state={state} session={session} />
        {hasOwn && <PointsEditor state={state} brush={brush} />}
      </div>
      {hasOwn && <PointTools state={state} brush={brush} />}
      <div class="legend">
        <span class="number">−1</span>
        <span class="ramp" aria-hidden="true" />
        <span class="number">1</span>
      </div>
      <Check label="Show test points" value={showTest} />
      <Check label="Discretize the output" value={discretize} />
      <h2>Loss</h2>
      <LossChart session={session} />
    </section>
  );
}

function OutputPicture({ state, session }: Props): JSX.Element {
  const heat = useRef<HTMLCanvasElement>(null);
  const dots = useRef<HTMLCanvasElement>(null);
  const dark = isDark.value;
  const settings = state.values;
  const snapshot = session.snapshot.value;
  const focus = session.focus.value;
  const key = dataKey(settings);
  useEffect(() => {
    if (heat.current === null || snapshot === undefined) return;
    const cells = unitGrid * unitGrid;
    const unit = focus && snapshot.units[focus.layer]?.subarray(focus.unit * cells, (focus.unit + 1) * cells);
    const { classes } = snapshot;
    if (unit !== undefined) paintOutput(heat.current, unit, { classes: 1, isCut: false, dark });
    else paintOutput(heat.current, snapshot.output, { classes, isCut: settings.discretize, dark });
  });
  useEffect(() => {
    if (dots.current === null) return;
    const { train, test } = drawPoints(settings);
    const sets = [
      { points: train, isTest: false },
      ...(settings.showTest ? [{ points: test, isTest: true }] : []),
    ];
    paintPoints(dots.current, sets, { settings, dark, size: SIZE, radius: 3 });
  }, [key, settings.showTest, dark]);
  const what = focus ? `Unit ${focus.unit + 1} of hidden layer ${focus.layer + 1}` : 'The output';
  return (
    <div class="picture plane" role="img" aria-label={`${what} over the plane from −6 to 6, with the points`}>
      <canvas ref={heat} />
      <canvas ref={dots} class="over" />
    </div>
  );
}
