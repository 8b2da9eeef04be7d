/**
 * `svgToPng`: a figure as a PNG picture, drawn by the optional package `@resvg/resvg-js`. It knows nothing of
 * what the figure shows.
 */
import { HebbError } from '../core/errors.ts';
import { checkOptions, matching, type Rule, real } from '../core/options.ts';

export interface SvgToPngOptions {
  /** Pixels of the picture for each pixel of the figure. Default 2. */
  readonly scale?: number;
  /** Font files to use besides the system's, for machines without fonts. */
  readonly fontFiles?: readonly string[];
}

const rules: Readonly<Record<keyof SvgToPngOptions, Rule>> = {
  scale: real({ above: 0, max: 32 }),
  fontFiles: matching('an array of paths', Array.isArray),
};

/**
 * A figure as the bytes of a PNG file, in light colours. Texts need a font: one of the system's, or one of
 * `fontFiles`.
 *
 * @param svg an SVG file's text
 * @throws HebbError `MISSING_PACKAGE` without `@resvg/resvg-js`; `INVALID_VALUE` for what is no SVG;
 * `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * await writeFile('loss.png', await svgToPng(lineChart({ loss: model.lossCurve })));
 */
export async function svgToPng(svg: string, options: SvgToPngOptions = {}): Promise<Uint8Array> {
  checkOptions('svgToPng', options, rules);
  const { scale = 2, fontFiles = [] } = options;
  const { Resvg } = await import('@resvg/resvg-js').catch((cause: unknown) => {
    throw new HebbError(
      'MISSING_PACKAGE',
      'PNG needs a package; install it with: npm install @resvg/resvg-js',
      { cause },
    );
  });
  try {
    const picture = new Resvg(svg, {
      fitTo: { mode: 'zoom', value: scale },
      font: {
        loadSystemFonts: true,
        fontFiles: [...fontFiles],
        defaultFontFamily: 'DejaVu Sans',
        sansSerifFamily: 'DejaVu Sans',
      },
    });
    return picture.render().asPng();
  } catch (cause) {
    throw new HebbError(
      'INVALID_VALUE',
      `this SVG cannot be drawn: ${cause instanceof Error ? cause.message : cause}`,
      { cause },
    );
  }
}
