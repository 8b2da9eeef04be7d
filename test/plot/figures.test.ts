/**
 * Every figure: well-formed, told to screen readers, without NaN, with hostile names escaped, in light and dark.
 * And what each of them must show.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Table } from '../../src/data/table.ts';
import * as activations from '../../src/nn/index.ts';
import * as plot from '../../src/plot/index.ts';
import { errorOf } from '../error-of.ts';
import { parseXml } from './well-formed.ts';

const hostile = `</text><script>alert(1)</script>"' & \u0000\u001b[2J\ud800 𝒳 <!-- ]]>`;
const plane = {
  predict: async ({ data }: { data: ArrayLike<number> }) =>
    Array.from({ length: data.length / 2 }, (_, i) => (data[2 * i] > 0 ? 'right' : hostile)),
};

/** Each figure with hostile names in every place for names. */
const figures: Readonly<Record<string, () => string | Promise<string>>> = {
  lineChart: () =>
    plot.lineChart(
      { [hostile]: [3, 2, 1], other: [1, Number.NaN, 2] },
      { title: hostile, xLabel: hostile, yLabel: hostile },
    ),
  learningRatePlot: () =>
    plot.learningRatePlot(
      {
        learningRates: [0.01, 0.1, 1],
        losses: [1, 0.5, Number.NaN],
        smoothLosses: [1, 0.5, 9],
        turningPoint: 0.1,
        suggested: 0.01,
      },
      { title: hostile },
    ),
  scatter: () =>
    plot.scatter([1, 2, Number.NaN], [2, 1, 3], {
      title: hostile,
      xLabel: hostile,
      yLabel: hostile,
      labels: [hostile, 'b', 'b'],
      idealLine: true,
    }),
  barChart: () =>
    plot.barChart(
      [
        [hostile, 1],
        ['b', -2],
      ],
      { title: hostile, xLabel: hostile, errors: [0.1, 0] },
    ),
  confusionMatrixPlot: () =>
    plot.confusionMatrixPlot(
      [
        [3, 1],
        [0, 2],
      ],
      { title: hostile, labels: [hostile, 'b'] },
    ),
  imageGrid: () => plot.imageGrid([[0, 1, Number.NaN, 0.5]], { title: hostile, labels: [hostile] }),
  activationPlot: () => plot.activationPlot({ [hostile]: Math.tanh, log: Math.log }, { title: hostile }),
  networkDiagram: () =>
    plot.networkDiagram([[[1, -2, Number.NaN]], [[1], [0], [2]]], {
      title: hostile,
      inputNames: [hostile],
      outputNames: ['y'],
    }),
  plotHistory: () =>
    plot.plotHistory({ [hostile]: [3, Number.NaN, 1], [`val_${hostile}`]: [3, 2, 2] }, { title: hostile }),
  plotModel: () => {
    const layer = new activations.Dense(3, { name: hostile.replaceAll('/', '') });
    const model = new activations.Sequential([layer], { name: 'one' });
    return plot.plotModel(model, { title: hostile, showLayerNames: true, showShapes: true });
  },
  decisionBoundary: () =>
    plot.decisionBoundary(
      plane,
      [
        [-1, 0],
        [1, 1],
      ],
      [hostile, 'right'],
      { title: hostile, featureNames: [hostile, 'y'], gridResolution: 8 },
    ),
};

describe.each(Object.entries(figures))('%s', (_, draw) => {
  test('is well-formed XML in which hostile names are text', async () => {
    const { elements, text } = parseXml(await draw());
    expect(elements).toMatchObject({ svg: 1, desc: 1, style: 1 });
    expect(elements).not.toHaveProperty('script');
    expect(text).toContain('<script>alert(1)</script>');
  });

  test('has no NaN and nothing undefined in it', async () => {
    const { attributes } = parseXml(await draw());
    expect(
      attributes.filter((value) => /NaN|undefined|Infinity/.test(value) && !value.includes('script')),
    ).toEqual([]);
  });

  test('tells screen readers what it shows, and follows the theme', async () => {
    const svg = await draw();
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-label="[^"]{20,}"/);
    expect(svg).toContain('prefers-color-scheme:dark');
    expect(svg).toContain('@media print');
  });

  test('is the same every time', async () => {
    expect(await draw()).toBe(await draw());
  });
});

test('every figure is tried here', () => {
  expect(
    Object.keys(plot)
      .filter((name) => name !== 'display')
      .sort(),
  ).toEqual(Object.keys(figures).sort());
});

describe('lineChart', () => {
  test('takes a log axis where positive values span more than a decade', () => {
    expect(plot.lineChart({ loss: [10, 1, 0.1] }, { yLabel: 'loss' })).toContain('loss (log axis)');
    expect(plot.lineChart({ loss: [5, 1] }, { yLabel: 'loss' })).not.toContain('log axis');
    expect(plot.lineChart({ r2: [-1, 0.9] }, { yLabel: 'R²' })).not.toContain('log axis');
    expect(plot.lineChart({ loss: [10, 0.1] }, { yLabel: 'loss', yScale: 'linear' })).not.toContain(
      'log axis',
    );
  });

  test('marks the best place with its value in three digits', () => {
    const svg = plot.lineChart([{ name: 'loss', y: [1, 0.123456, 0.5], best: 1 }]);
    expect(parseXml(svg).text).toContain('0.123 at 2');
  });

  test('draws whatever numbers there are', () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { maxLength: 30 }), fc.boolean(), (y, isLog) => {
        const { attributes } = parseXml(
          plot.lineChart([{ name: 'y', y, best: 0 }], { yScale: isLog ? 'log' : 'auto' }),
        );
        expect(attributes.filter((value) => /NaN|Infinity/.test(value))).toEqual([]);
      }),
    );
  });
});

describe('scatter', () => {
  test('draws some of many points and says so', () => {
    const many = Array.from({ length: 5000 }, (_, i) => i);
    const { elements, text } = parseXml(plot.scatter(many, many));
    expect(elements.circle).toBe(2000);
    expect(text).toContain('Shows 2,000 of 5,000 points.');
  });

  test('counts points that have no place', () => {
    const { text } = parseXml(plot.scatter([1, Number.NaN], [1, 2]));
    expect(text).toContain('1 point without a finite place left out.');
  });

  test('the ideal line runs from corner to corner', () => {
    const svg = plot.scatter([37_500, 500_001], [-12_000, 561_234], {
      idealLine: true,
      width: 400,
      height: 400,
    });
    const grid = [...svg.matchAll(/<line x1="([\d.]+)" x2="([\d.]+)" y1="([\d.]+)" y2="\3"/g)];
    const [, left, right] = grid[0];
    const heights = grid.map(([, , , y]) => Number(y));
    const ideal = [...svg.matchAll(/<line x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="([\d.]+)"/g)].at(-1);
    expect(ideal?.slice(1).map(Number)).toEqual([
      Number(left),
      Math.max(...heights),
      Number(right),
      Math.min(...heights),
    ]);
  });

  test('tells classes apart by shape too', () => {
    const { elements } = parseXml(plot.scatter([1, 2, 3], [1, 2, 3], { labels: ['a', 'b', 'b'] }));
    // One of each more is in the legend.
    expect(elements).toMatchObject({ circle: 2, polygon: 3 });
  });

  test('draws whatever numbers there are', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.double(), fc.double()), { maxLength: 30 }), (points) => {
        const svg = plot.scatter(
          points.map(([x]) => x),
          points.map(([, y]) => y),
          { idealLine: true },
        );
        expect(parseXml(svg).attributes.filter((value) => /NaN|Infinity/.test(value))).toEqual([]);
      }),
    );
  });
});

test('confusionMatrixPlot writes each count and tells its share where the pointer rests', () => {
  const { text } = parseXml(
    plot.confusionMatrixPlot(
      [
        [30, 10],
        [0, 1234],
      ],
      { labels: ['cat', 'dog'] },
    ),
  );
  expect(text).toContain('cat predicted as dog: 10 (25 %)');
  expect(text).toContain('1,234');
});

test('networkDiagram draws a line for each weight, dashed below zero, and leaves out the middle of large layers', () => {
  const small = plot.networkDiagram([
    [
      [1, -2],
      [0.5, 1],
    ],
  ]);
  expect(parseXml(small).elements).toMatchObject({ line: 4, circle: 8 });
  expect(small.match(/stroke-dasharray/g)).toHaveLength(1);
  const large = parseXml(plot.networkDiagram([784, 300, 10]));
  expect(large.text).toContain('⋮');
  expect(large.text).toContain('784 inputs');
  expect(large.text).toContain('238,510 weights and biases');
});

test('decisionBoundary asks the model about the whole plane, with room around the data', async () => {
  const asked: number[][] = [];
  const model = {
    predict: async ({ data, shape }: { data: ArrayLike<number>; shape: readonly number[] }) => {
      asked.push([...shape], [data[0], data[1]], [data[data.length - 2], data[data.length - 1]]);
      return Array.from({ length: shape[0] }, () => 0);
    },
  };
  await plot.decisionBoundary(
    model,
    [
      [0, 0],
      [10, 20],
    ],
    [0, 1],
    { gridResolution: 10, margin: 0 },
  );
  expect(asked).toEqual([
    [100, 2],
    [0.5, 19],
    [9.5, 1],
  ]);
});

test('imageGrid: a full pixel is ink, an empty one is paper', () => {
  const svg = plot.imageGrid([[0, 1, 0, 1]]);
  expect(svg).toContain('fill-opacity="1"');
  expect(parseXml(svg).elements.path).toBe(1);
});

test.each<[string, RegExp, () => unknown]>([
  [
    'an unknown option',
    /^UNKNOWN_OPTION: lineChart has no option 'xlabel'. Did you mean 'xLabel'/,
    () => plot.lineChart({}, { xlabel: 'x' } as object),
  ],
  [
    'x and y of different lengths',
    /^LENGTH_MISMATCH: x has 1 numbers, but y has 2/,
    () => plot.scatter([1], [1, 2]),
  ],
  ['places of another length', /^LENGTH_MISMATCH/, () => plot.lineChart([{ name: 'a', y: [1], x: [1, 2] }])],
  [
    'text among numbers',
    /^INVALID_VALUE: y must hold numbers; row 0 is 'a'/,
    () => plot.scatter([1], ['a' as never]),
  ],
  ['no bars', /^EMPTY_DATA/, () => plot.barChart([])],
  ['an infinite bar', /^NON_FINITE/, () => plot.barChart([['a', Number.POSITIVE_INFINITY]])],
  [
    'a matrix that is not square',
    /^SHAPE_MISMATCH.*row 0 has 2 values/,
    () => plot.confusionMatrixPlot([[1, 2]]),
  ],
  ['too few labels', /^LENGTH_MISMATCH/, () => plot.confusionMatrixPlot([[1]], { labels: [] })],
  ['pixels that make no square', /^SHAPE_MISMATCH.*imageShape/, () => plot.imageGrid([[1, 2, 3]])],
  [
    'layers that do not fit',
    /^SHAPE_MISMATCH: layer 2 takes 2 inputs, but the layer before has 1/,
    () => plot.networkDiagram([[[1]], [[1], [2]]]),
  ],
  ['half a unit', /^INVALID_VALUE/, () => plot.networkDiagram([1.5])],
  ['no layer', /^EMPTY_DATA/, () => plot.networkDiagram([])],
  ['no function', /^INVALID_VALUE/, () => plot.activationPlot({ a: 1 as never })],
  ['three features', /^SHAPE_MISMATCH.*two columns/, () => plot.decisionBoundary(plane, [[1, 2, 3]], [0])],
])('refuses %s', async (_, message, work) => {
  expect(await errorOf(work)).toMatch(message);
});

describe('activationPlot of activations', () => {
  const paths = (svg: string): string[] => Array.from(svg.matchAll(/<path d="([^"]*)"/g), ([, d]) => d);

  test('draws what their formulas give', () => {
    const { sigmoid, tanh, relu, softplus } = activations;
    const records = plot.activationPlot({ sigmoid, tanh, relu, softplus }, { derivative: false });
    const formulas = {
      sigmoid: (z: number) => 1 / (1 + Math.exp(-z)),
      tanh: Math.tanh,
      relu: (z: number) => Math.max(0, z),
      softplus: (z: number) => Math.log1p(Math.exp(z)),
    };
    expect(paths(records)).toHaveLength(4);
    expect(paths(records)).toEqual(paths(plot.activationPlot(formulas, { derivative: false })));
  });

  test('draws the slopes that training uses: none between 0 and 1 for relu', () => {
    const [, slope] = paths(plot.activationPlot({ relu: activations.relu }));
    expect(new Set(slope.match(/(?<=[ ,])[\d.]+(?=[ML]|$)/g)).size).toBe(2);
  });
});

describe('display', () => {
  const ask = (value: object): Record<string, string> =>
    (value as Record<symbol, () => Record<string, string>>)[Symbol.for('Jupyter.display')]();

  test('gives notebooks the picture, and a sentence in its place', () => {
    const svg = plot.lineChart({ loss: [3, 2, 1] }, { title: 'Loss' });
    expect(ask(plot.display(svg))).toEqual({
      'image/svg+xml': svg,
      'text/html': svg,
      'text/plain': expect.stringMatching(/^Loss\. /),
    });
  });

  test('gives notebooks the first rows of a table, and names that are no markup', () => {
    const rows = Array.from({ length: 30 }, (_, i) => ({
      '<b>': i,
      day: new Date(0),
      t: i === 0 ? null : 'a & b',
    }));
    const { 'text/html': html, 'text/plain': plain } = ask(plot.display(Table.fromRows(rows)));
    expect(plain).toBe('Table of 30 rows: <b>, day, t');
    expect(html.match(/<tr>/g)).toHaveLength(11);
    expect(html).toContain('<caption>30 rows, the first 10 of them</caption>');
    expect(html).toContain('<th>&lt;b&gt;<br><small>number</small></th>');
    expect(html).toContain('<tr><td>0</td><td>1970-01-01T00:00:00.000Z</td><td></td></tr>');
    expect(html).toContain('<td>a &amp; b</td>');
  });

  test('wants a figure', () => {
    expect(() => plot.display('loss')).toThrow(
      /expected a figure \(the text of an SVG file\) or a table, got 'loss'/,
    );
  });
});
