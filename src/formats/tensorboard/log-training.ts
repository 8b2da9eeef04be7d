/** The training of an MLP estimator as TensorBoard shows it. */
import type { TrainingCallback } from '../../estimators/mlp/options.ts';
import type { LogDirectory, SummaryLog } from '../../nn/callbacks/summary-log.ts';

/**
 * A callback for `MLPRegressor` and `MLPClassifier` that writes the loss of every epoch to the run `train`, as
 * `epoch_loss`, and the score on the validation rows, where there are any, to the run `validation`, as `epoch_score`.
 * Epochs count from 0, as those of the `TensorBoard` callback of models do.
 *
 * @param directory in Node, `logDirectory('logs')` of `hebb/node`
 * @example
 * const files = {};
 * const directory = { open: (run) => new SummaryWriter((bytes) => void (files[run] = bytes)) };
 * const model = new MLPRegressor({ hiddenLayerSizes: [4], maxIter: 5, callbacks: [logTraining(directory)] });
 * await model.fit([[0], [1], [2]], [1, 3, 5]);
 * Object.keys(files); // ['train']
 */
export function logTraining(directory: LogDirectory): TrainingCallback {
  let train: SummaryLog | undefined;
  let validation: SummaryLog | undefined;
  return {
    async onEpochEnd({ epoch, loss, validationScore }) {
      train ??= directory.open('train');
      train.scalar('epoch_loss', loss, epoch - 1);
      if (validationScore !== undefined) {
        validation ??= directory.open('validation');
        validation.scalar('epoch_score', validationScore, epoch - 1);
      }
      await Promise.all([train.flush(), validation?.flush()]);
    },
    async onTrainEnd() {
      await Promise.all([train?.close(), validation?.close()]);
      train = undefined;
      validation = undefined;
    },
  };
}
