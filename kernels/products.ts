// The matrix products, which are also compiled alone. Tiles are exported lest Binaryen inline them (tiles.mjs).

export * from './matmul-tile';
export * from './matmul';
