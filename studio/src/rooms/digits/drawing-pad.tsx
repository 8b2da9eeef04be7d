/** A pad to draw on: with the pointer, a finger or a pen, or with the arrow keys. It knows no network. */
import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { samples } from './samples.ts';
import {
  extended,
  mostPoints,
  type PadPoint,
  padPoint,
  padSide,
  pointCount,
  readStrokes,
  type Stroke,
} from './strokes.ts';

/** How far an arrow key takes the pen, of the pad's 256. */
const stride = 8;
const arrows: Readonly<Record<string, PadPoint>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface PadProps {
  readonly strokes: Signal<readonly Stroke[]>;
  /** The stroke that is being drawn. */
  readonly stroke: Signal<Stroke>;
}

function pathOf(stroke: Stroke): string {
  const [first, ...rest] = stroke;
  return `M${first.join(' ')}${(rest.length === 0 ? [first] : rest).map((point) => `L${point.join(' ')}`).join('')}`;
}

/** What the pad does, and what can be taken back. */
function usePad({ strokes, stroke }: PadProps) {
  const past = useSignal<readonly (readonly Stroke[])[]>([]);
  const change = (next: readonly Stroke[]): void => {
    past.value = [...past.value.slice(-50), strokes.value];
    strokes.value = next;
  };
  return {
    canUndo: past.value.length > 0 || strokes.value.length > 0,
    change,
    reach(point: PadPoint): void {
      if (pointCount(strokes.value) + stroke.value.length < mostPoints)
        stroke.value = extended(stroke.value, point);
    },
    lift(): void {
      if (stroke.value.length === 0) return;
      change([...strokes.value, stroke.value]);
      stroke.value = [];
    },
    undo(): void {
      if (stroke.value.length > 0) {
        stroke.value = [];
        return;
      }
      // After a reload, only what is there can be taken back.
      strokes.value = past.value.at(-1) ?? strokes.value.slice(0, -1);
      past.value = past.value.slice(0, -1);
    },
    clear(): void {
      stroke.value = [];
      if (strokes.value.length > 0) change([]);
    },
  };
}

export function DrawingPad({
  children,
  ...props
}: PadProps & { /** Stands below the pad. */ readonly children: ComponentChildren }): JSX.Element {
  const { strokes, stroke } = props;
  const hint = useId();
  const pad = usePad(props);
  const pen = useSignal<PadPoint>([padSide / 2, padSide / 4]);
  const isPenDown = useSignal(false);
  const isByKeys = useSignal(false);
  const surface = useRef<SVGSVGElement>(null);
  const at = ({ clientX, clientY }: PointerEvent): PadPoint => {
    const { left, top, width, height } = (surface.current as SVGSVGElement).getBoundingClientRect();
    return padPoint((clientX - left) / width, (clientY - top) / height);
  };
  const onKey = (event: KeyboardEvent): void => {
    const way = arrows[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (way !== undefined) {
      const size = event.shiftKey ? stride / 2 : stride;
      const [x, y] = [pen.value[0] + size * way[0], pen.value[1] + size * way[1]];
      pen.value = padPoint(x / (padSide - 1), y / (padSide - 1));
      if (isPenDown.value) pad.reach(pen.value);
    } else if (event.key === ' ') {
      isPenDown.value = !isPenDown.value;
      if (isPenDown.value) pad.reach(pen.value);
      else pad.lift();
    } else if (event.key === 'Backspace') pad.undo();
    else if (event.key === 'Delete') pad.clear();
    else return;
    isByKeys.value = true;
    event.preventDefault();
  };
  const leave = (): void => {
    pad.lift();
    isPenDown.value = false;
    isByKeys.value = false;
  };
  return (
    <div class="drawing">
      {/* Its keys are its own, so it is an application to a screen reader. */}
      <svg
        ref={surface}
        class="pad"
        viewBox={`0 0 ${padSide} ${padSide}`}
        role="application"
        aria-label="Drawing pad"
        aria-describedby={hint}
        tabindex={0}
        onKeyDown={onKey}
        onBlur={leave}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          (event.currentTarget as Element).setPointerCapture(event.pointerId);
          isByKeys.value = false;
          pad.reach(at(event));
        }}
        onPointerMove={(event) => {
          if (event.buttons === 1 && stroke.value.length > 0) {
            for (const one of event.getCoalescedEvents?.() ?? [event]) pad.reach(at(one));
          }
        }}
        onPointerUp={() => pad.lift()}
        onPointerCancel={() => pad.lift()}
      >
        {[...strokes.value, stroke.value]
          .filter(({ length }) => length > 0)
          .map((one, i) => (
            <path key={i} d={pathOf(one)} />
          ))}
        {isByKeys.value && (
          <circle class={isPenDown.value ? 'pen down' : 'pen'} cx={pen.value[0]} cy={pen.value[1]} r={10} />
        )}
        {strokes.value.length === 0 && stroke.value.length === 0 && !isByKeys.value && (
          <text x={padSide / 2} y={padSide / 2}>
            Draw a digit here
          </text>
        )}
      </svg>
      <div class="pad-tools">
        <button type="button" class="plain" disabled={!pad.canUndo} onClick={pad.undo}>
          Undo
        </button>
        <button type="button" class="plain" disabled={strokes.value.length === 0} onClick={pad.clear}>
          Clear
        </button>
      </div>
      {children}
      <fieldset class="samples">
        <legend>Or take a drawn one</legend>
        {samples.map((code, digit) => (
          <button
            key={code}
            type="button"
            class="quiet"
            aria-label={`A drawn ${digit}`}
            onClick={() => pad.change(readStrokes(code) ?? [])}
          >
            {digit}
          </button>
        ))}
      </fieldset>
      <p id={hint} class="hint">
        By keyboard: arrows move the pen (with shift less far), space puts it down and lifts it, backspace
        undoes, delete clears.
      </p>
    </div>
  );
}
