/** Colours the output over the plane: one value as diverging colours, several classes as how sure of which. */
import { classColours, mix, packed, palette } from '../../parts/colours.ts';
import { paintHeat } from '../../parts/heat-map.tsx';

export function paintOutput(
  canvas: HTMLCanvasElement,
  values: Float32Array,
  { classes, isCut, dark }: { readonly classes: number; readonly isCut: boolean; readonly dark: boolean },
): void {
  if (classes <= 2) {
    const shown = isCut
      ? values.map((value) => (value > 0 ? 0.8 : -0.8))
      : values.map((value) => 0.85 * value);
    paintHeat(canvas, shown, dark);
    return;
  }
  const size = Math.round(Math.sqrt(values.length));
  if (canvas.width !== size) [canvas.width, canvas.height] = [size, size];
  const context = canvas.getContext('2d');
  if (context === null) return;
  const image = context.createImageData(size, size);
  const pixels = new Uint32Array(image.data.buffer);
  const { paper } = palette(dark);
  for (const [i, value] of values.entries()) {
    const label = Math.floor(value);
    const sure = isCut ? 0.7 : 0.75 * (value - label);
    pixels[i] = packed(mix(paper, classColours[label % classColours.length], sure));
  }
  context.putImageData(image, 0, 0);
}
