/**
 * What is trained: the four networks, and the small ones whose growth is looked at. It knows nothing of data.
 */

/** Side of the square matrices whose product tells what a contender's own kernels can reach. */
export const PRODUCT_SIDE = 512;

const network = (name, sizes, batch, rows, quickRows) => ({
  name,
  sizes,
  batch,
  rows,
  quickRows,
  alpha: 1e-4,
});

/** Layer sizes, rows per step, rows per epoch, and rows per epoch of a quick run, whose times are scaled up. */
export const workloads = {
  W1: network('W1', [8, 50, 50, 50, 1], 200, 11_610, 11_610),
  W2: network('W2', [784, 300, 100, 10], 200, 54_000, 10_800),
  W2b: network('W2b', [784, 300, 100, 10], 32, 54_000, 5_400),
  W3: network('W3', [512, 1024, 1024, 10], 512, 5_120, 1_536),
};

/** One quantity grows and the rest stays: three networks for each. */
export const growth = {
  rows: {
    sizes: [5_000, 10_000, 20_000],
    networks: [5_000, 10_000, 20_000].map((rows) => network('rows', [64, 128, 128, 10], 200, rows, rows)),
  },
  width: {
    sizes: [128, 256, 512],
    networks: [128, 256, 512].map((units) => network('width', [64, units, units, 10], 200, 5_000, 5_000)),
  },
  depth: {
    sizes: [2, 4, 8],
    networks: [2, 4, 8].map((layers) =>
      network('depth', [64, ...Array(layers).fill(128), 10], 200, 5_000, 5_000),
    ),
  },
};
