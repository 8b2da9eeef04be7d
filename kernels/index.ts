export * from './reduce';
export * from './gather';
export * from './copy';
export * from './random';
export * from './products';
export * from './math';
