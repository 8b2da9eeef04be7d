/** An image of 28 × 28 grey values, ink on paper, with one row of pixels framed. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { isDark } from '../../frame/theme.ts';
import { mix, packed, palette } from '../../parts/colours.ts';
import { side } from './mnist-form.ts';

function paintGrey(canvas: HTMLCanvasElement, values: ArrayLike<number>, dark: boolean): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { paper, ink } = palette(dark);
  const image = context.createImageData(side, side);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i++) pixels[i] = packed(mix(paper, ink, values[i]));
  context.putImageData(image, 0, 0);
}

export function GreyImage({
  values,
  label,
  row,
  pick,
}: {
  /** 0, paper, to 1, ink. */
  readonly values: ArrayLike<number>;
  readonly label: string;
  /** The framed row, from 0. */
  readonly row: number;
  /** Another row is pointed at. */
  readonly pick: (row: number) => void;
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const dark = isDark.value;
  useEffect(() => {
    if (canvas.current !== null) paintGrey(canvas.current, values, dark);
  }, [values, dark]);
  return (
    <div class="picture grey-image">
      <canvas
        ref={canvas}
        width={side}
        height={side}
        role="img"
        aria-label={label}
        onPointerDown={({ currentTarget, offsetY }) => {
          const at = Math.floor((offsetY / (currentTarget as HTMLElement).clientHeight) * side);
          pick(Math.min(side - 1, Math.max(0, at)));
        }}
      />
      <span class="row-frame" style={{ top: `${(100 * row) / side}%`, height: `${100 / side}%` }} />
    </div>
  );
}
