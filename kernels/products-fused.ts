// The matrix products with fused tiles, and what tells whether they are worth it here.

export * from './products';
export * from './fused-probe';
