/** One's own points: put down with the pointer, taken away, pasted as a table, or typed. */
import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { classColours, css } from '../../parts/colours.ts';
import type { RoomState } from '../../state/room-state.ts';
import { reach } from './features.ts';
import { type fields, mostPoints, type OwnPoint } from './settings.ts';

type State = RoomState<typeof fields>;

/** What the pointer puts down: a class or value, or nothing, which takes away. */
export type Brush = number | 'eraser';

/** Pixels between two points of one stroke, as a share of the plane's side. */
const SPACING = 0.035;

/** Over the plane: a stroke puts points down. */
export function PointsEditor({
  state,
  brush,
}: {
  readonly state: State;
  readonly brush: Signal<Brush>;
}): JSX.Element {
  const last = useRef<OwnPoint | undefined>(undefined);
  const { points } = state.signals;
  const draw = ({ currentTarget, offsetX, offsetY }: PointerEvent): void => {
    const { clientWidth: side } = currentTarget as HTMLElement;
    const x = (offsetX / side) * 2 * reach - reach;
    const y = reach - (offsetY / side) * 2 * reach;
    const far = (other: OwnPoint): boolean => Math.hypot(other.x - x, other.y - y) > SPACING * 2 * reach;
    if (brush.value === 'eraser') {
      const kept = points.value.filter(far);
      if (kept.length < points.value.length) points.value = kept;
      return;
    }
    if (Math.abs(x) > reach || Math.abs(y) > reach || points.value.length >= mostPoints) return;
    if (last.current !== undefined && !far(last.current)) return;
    last.current = { x, y, target: brush.value };
    points.value = [...points.value, last.current];
  };
  return (
    <div
      class="over editor"
      onPointerDown={(event) => {
        (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
        last.current = undefined;
        draw(event);
      }}
      onPointerMove={(event) => {
        if (event.buttons === 1) draw(event);
      }}
    />
  );
}

/** Which class the pointer puts down, and other ways to bring points. */
export function PointTools({
  state,
  brush,
}: {
  readonly state: State;
  readonly brush: Signal<Brush>;
}): JSX.Element {
  const { points, problem } = state.signals;
  const undo = useSignal<readonly (readonly OwnPoint[])[]>([]);
  const isRegression = problem.value === 'regression';
  const brushes: readonly Brush[] = isRegression ? [-1, -0.5, 0, 0.5, 1, 'eraser'] : [0, 1, 2, 3, 'eraser'];
  const replace = (next: readonly OwnPoint[]): void => {
    undo.value = [...undo.value.slice(-20), points.value];
    points.value = next;
  };
  return (
    <div class="stack">
      <fieldset class="brushes">
        <legend>Draw on the output</legend>
        {brushes.map((one) => (
          <label key={one} class="brush">
            <input
              type="radio"
              name="brush"
              checked={brush.value === one}
              onChange={() => {
                brush.value = one;
              }}
            />
            {typeof one === 'number' && !isRegression && (
              <span class="swatch" style={{ background: css(classColours[one]) }} />
            )}
            {one === 'eraser'
              ? 'take away'
              : isRegression
                ? String(one).replace('-', '−')
                : `class ${one + 1}`}
          </label>
        ))}
      </fieldset>
      <PasteField take={(found) => replace([...points.value, ...found].slice(0, mostPoints))} />
      <div>
        <button type="button" class="quiet" disabled={points.value.length === 0} onClick={() => replace([])}>
          Clear
        </button>
        <button
          type="button"
          class="quiet"
          disabled={undo.value.length === 0}
          onClick={() => {
            points.value = undo.value.at(-1) ?? [];
            undo.value = undo.value.slice(0, -1);
          }}
        >
          Undo
        </button>
        <span class="number">{points.value.length} points</span>
      </div>
    </div>
  );
}

/** A table of x, y and class or value, as text. */
function PasteField({ take }: { readonly take: (points: readonly OwnPoint[]) => void }): JSX.Element {
  const problem = useSignal('');
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <details>
      <summary>Paste or type a table</summary>
      <label class="control">
        <span class="label">x, y, class: one point a line</span>
        <textarea ref={field} rows={4} placeholder={'1.5, -2, 0\n3, 0.5, 1'} />
      </label>
      <button
        type="button"
        class="plain"
        onClick={async () => {
          const { readPoints } = await import('./pasted-points.ts');
          const read = readPoints(field.current?.value ?? '');
          problem.value = 'problem' in read ? read.problem : '';
          if ('points' in read) take(read.points);
        }}
      >
        Add
      </button>
      <p role="alert">{problem}</p>
    </details>
  );
}
