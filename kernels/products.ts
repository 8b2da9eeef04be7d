// The matrix products, which are also compiled alone. Innermost loops are exported lest Binaryen inline them
// (tiles.mjs).

export * from './matmul-tile';
export * from './matmul-narrow';
export * from './matmul';
