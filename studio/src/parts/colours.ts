/** The studio's colours as numbers, for pictures made of pixels. The style sheet has the same ones by name. */

export type Rgb = readonly [red: number, green: number, blue: number];

interface Palette {
  readonly paper: Rgb;
  readonly ink: Rgb;
  readonly negative: Rgb;
  readonly positive: Rgb;
}

const light: Palette = {
  paper: [251, 250, 247],
  ink: [29, 28, 26],
  negative: [217, 130, 43],
  positive: [33, 102, 172],
};
const dark: Palette = {
  paper: [20, 21, 23],
  ink: [233, 231, 226],
  negative: [240, 163, 94],
  positive: [108, 177, 255],
};

export function palette(isDark: boolean): Palette {
  return isDark ? dark : light;
}

/** Okabe and Ito's colours for classes, which people who see colours differently can tell apart. */
export const classColours: readonly Rgb[] = [
  [217, 130, 43],
  [33, 102, 172],
  [0, 158, 115],
  [204, 121, 167],
  [120, 94, 240],
  [86, 180, 233],
];

export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

export function css([red, green, blue]: Rgb): string {
  return `rgb(${Math.round(red)} ${Math.round(green)} ${Math.round(blue)})`;
}

/** Colours from −1 over 0, which is paper, to 1: packed as a canvas has them, 256 steps. */
export function divergingTable(isDark: boolean): Uint32Array {
  const { paper, negative, positive } = palette(isDark);
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const value = (i - 127.5) / 127.5;
    return packed(mix(paper, value < 0 ? negative : positive, Math.abs(value)));
  });
}

/** A colour as one pixel of `ImageData`, seen as 32-bit numbers on a little-endian machine. */
export function packed([red, green, blue]: Rgb): number {
  return ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;
}
