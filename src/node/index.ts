/** `hebb/node`: what needs a file system. */
export { type LogFolder, logDirectory } from './log-directory.ts';
export { openFile, readTable } from './read-table.ts';
export { loadModel, saveModel } from './save-model.ts';
export { loadWeights, saveWeights } from './save-weights.ts';
export { type SvgToPngOptions, svgToPng } from './svg-to-png.ts';
