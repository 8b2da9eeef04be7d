export * from './reduce';
export * from './gather';
export * from './copy';
export * from './random';
export * from './matmul-tile';
export * from './matmul';
export * from './math';
