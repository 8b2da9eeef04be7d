/** `hebb/plot`: figures as SVG. */
export { type ActivationPlotOptions, activationPlot, type ElementwiseFunction } from './activation-plot.ts';
export { type BarChartOptions, barChart } from './bar-chart.ts';
export { type ConfusionMatrixPlotOptions, confusionMatrixPlot } from './confusion-matrix-plot.ts';
export { type DecisionBoundaryOptions, decisionBoundary, type PlanePredictor } from './decision-boundary.ts';
export { display, type NotebookOutput } from './display.ts';
export type { FigureOptions } from './figure.ts';
export { type ImageGridOptions, imageGrid } from './image-grid.ts';
export { type LearningRateSweep, learningRatePlot } from './learning-rate-plot.ts';
export { type LineChartOptions, lineChart, type Series } from './line-chart.ts';
export type { PlottedLayer } from './model-diagram.ts';
export { type NetworkDiagramOptions, networkDiagram } from './network-diagram.ts';
export { type MetricHistory, type PlotHistoryOptions, plotHistory } from './plot-history.ts';
export { type PlotModelOptions, plotModel } from './plot-model.ts';
export { type ScatterOptions, scatter } from './scatter.ts';
