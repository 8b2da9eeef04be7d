// Writes the AssemblyScript source of the module `matmul-tile`: the innermost loop of a matrix product, one function for
// each element type, height and width of a tile of C.
//
// Each element of C is one running sum in the order of k, whatever the tile: that is why results do not depend on how
// rows or columns are cut, nor on which shape was built. Only `fused`, which rounds once where multiply and add round
// twice, changes bits. What the code looks like was settled by measuring (Node 20, 22 and 24 on AMD Zen 5):
// - every function is exported, or Binaryen would inline it into its caller and V8 would spill its registers;
// - nothing but plain stores follows the loop, for the same reason;
// - V8 joins two vectors in a register of 256 bits only if both begin as loads, so sums begin at `from`, which is C or
//   zeros in memory; where nothing is to be joined a branch is faster than loading zeros;
// - the loop tests at its top: tested at the bottom, V8 moves all its loads to the front and spills;
// - pointers move on after the last product: between the products, Node 24 loses an eighth;
// - unrolling the loop spills.

/** Heights and widths (in vectors of 16 bytes) that come out best; 15 registers set the limit. */
export const shapes = {
  /** 10 sums, 2 columns of B, 1 element of A and 1 product. */
  plain: { rows: 5, vectors: 2, joined: false, fused: false },
  /** Without a product to keep: 12 sums. */
  fused: { rows: 6, vectors: 2, joined: false, fused: true },
  /** The same two where V8 joins two vectors in one register of 256 bits. */
  wide: { rows: 5, vectors: 4, joined: true, fused: false },
  wideFused: { rows: 6, vectors: 4, joined: true, fused: true },
};

const upTo = (n) => Array.from({ length: n }, (_, i) => i);
const parameters =
  'a: usize, ar: usize, ac: usize, b: usize, br: usize, from: usize, c: usize, cr: usize, k: i32';
const values = 'a, ar, ac, b, br, from, c, cr, k';

/**
 * C = from + Σ_p A(i, p)·B(p, j) for `rows` rows of `vectors` vectors, where `from` is C or one row of zeros.
 * Strides are in bytes.
 */
function tile(type, rows, vectors, joined) {
  const each = (line) => upTo(rows).flatMap((r) => line(r));
  const later = (line) => each((r) => (r > 0 ? [line(r)] : []));
  const sum = (r, v) => `s${r}${v} = addProduct<${type}>(s${r}${v}, x${r}, b${v});`;
  const loads = (r, declare) => upTo(vectors).map((v) => `${declare}s${r}${v} = v128.load(from, ${16 * v});`);
  const begin = joined
    ? ['const fr = from == c ? cr : 0;', ...each((r) => [...(r > 0 ? ['from += fr;'] : []), ...loads(r, 'let ')])]
    : [
        ...each((r) => upTo(vectors).map((v) => `let s${r}${v} = v128.splat<i64>(0);`)),
        'if (from == c) {',
        ...each((r) => [...(r > 0 ? ['from += cr;'] : []), ...loads(r, '')]),
        '}',
      ];
  return [
    `export function tile_${rows}x${vectors}_${type}(${parameters}): void {`,
    ...later((r) => `let a${r} = a${r > 1 ? r - 1 : ''} + ar;`),
    ...begin,
    'for (; k > 0; k--) {',
    ...upTo(vectors).map((v) => `const b${v} = v128.load(b, ${16 * v});`),
    ...each((r) => [
      `const x${r} = v128.load_splat<${type}>(a${r > 0 ? r : ''});`,
      ...upTo(vectors).map((v) => sum(r, v)),
    ]),
    'b += br;',
    ...each((r) => [`a${r > 0 ? r : ''} += ac;`]),
    '}',
    ...each((r) => [
      ...(r > 0 ? ['c += cr;'] : []),
      ...upTo(vectors).map((v) => `v128.store(c, s${r}${v}, ${16 * v});`),
    ]),
    '}',
  ].join('\n');
}

/**
 * Calls the right tile: full width or half, any height. A whole tile, the usual one, is called straight from the caller:
 * short sums feel each call.
 */
function dispatch(rows, vectors) {
  const byRows = (type, width) =>
    upTo(rows).map((r) => `if (rows == ${rows - r}) { tile_${rows - r}x${width}_${type}(${values}); return; }`);
  const byWidth = (type) => ['if (wide) {', ...byRows(type, vectors), '}', ...byRows(type, vectors / 2)];
  const byType = (body) => ['if (sizeof<T>() == 4) {', ...body('f32'), '} else {', ...body('f64'), '}'];
  return [
    `function cutTile<T>(rows: i32, wide: bool, ${parameters}): void {`,
    ...byType(byWidth),
    '}',
    `@inline export function runTile<T>(rows: i32, wide: bool, ${parameters}): void {`,
    `if (rows == ${rows} && wide) {`,
    ...byType((type) => [`tile_${rows}x${vectors}_${type}(${values});`]),
    `} else cutTile<T>(rows, wide, ${values});`,
    '}',
  ].join('\n');
}

/** The module's source for a shape. Whatever adds up beside the tiles uses `addProduct`, so as to round as they do. */
export function tileSource({ rows, vectors, joined, fused }) {
  return [
    `export const TILE_ROWS: i32 = ${rows};`,
    `export const TILE_BYTES: usize = ${16 * vectors};`,
    '@inline export function addProduct<T>(sum: v128, x: v128, y: v128): v128 {',
    `return ${fused ? 'v128.relaxed_madd<T>(x, y, sum)' : 'v128.add<T>(sum, v128.mul<T>(x, y))'};`,
    '}',
    ...['f32', 'f64'].flatMap((type) =>
      [vectors, vectors / 2].flatMap((width) => upTo(rows).map((r) => tile(type, r + 1, width, joined))),
    ),
    dispatch(rows, vectors),
  ].join('\n');
}
