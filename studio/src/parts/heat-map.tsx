/** Values over the plane as colours: one square canvas. Drawing is a pure function of values and theme. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { isDark } from '../frame/theme.ts';
import { divergingTable } from './colours.ts';

const tables = new Map<boolean, Uint32Array>();

/** Colour every value of a square, first row on top. @param values size × size, −1 … 1 where colours are full */
export function paintHeat(canvas: HTMLCanvasElement, values: ArrayLike<number>, dark: boolean): void {
  const size = Math.round(Math.sqrt(values.length));
  const context = canvas.getContext('2d');
  if (context === null || size === 0) return;
  if (canvas.width !== size) {
    canvas.width = size;
    canvas.height = size;
  }
  let table = tables.get(dark);
  if (table === undefined) {
    table = divergingTable(dark);
    tables.set(dark, table);
  }
  const image = context.createImageData(size, size);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i++) {
    const value = values[i];
    const at = value <= -1 ? 0 : value >= 1 ? 255 : (value + 1) * 127.5;
    pixels[i] = table[at | 0];
  }
  context.putImageData(image, 0, 0);
}

export function HeatMap({
  values,
  label,
  crisp = false,
}: {
  readonly values: ArrayLike<number> | undefined;
  /** What it shows; without one it is part of something that has a name. */
  readonly label?: string;
  readonly crisp?: boolean;
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const dark = isDark.value;
  useEffect(() => {
    if (canvas.current !== null && values !== undefined) paintHeat(canvas.current, values, dark);
  }, [values, dark]);
  return (
    <canvas
      ref={canvas}
      width={1}
      height={1}
      {...(label !== undefined && { role: 'img', 'aria-label': label })}
      style={{ imageRendering: crisp ? 'pixelated' : 'auto' }}
    />
  );
}
