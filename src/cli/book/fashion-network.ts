/**
 * The chapter's image classifier, trained once for all claims that ask it something.
 */
import { MLPClassifier } from '../../estimators/mlp/mlp-classifier.ts';
import { makePipeline, type Pipeline } from '../../estimators/pipeline.ts';
import { MinMaxScaler } from '../../preprocessing/min-max-scaler.ts';
import type { BookContext } from './claim.ts';
import { fashionMnist } from './data.ts';

/** The network, and what it makes of the test images. */
export interface FashionNetwork {
  readonly network: MLPClassifier;
  /** Of pixels scaled to 0 … 1, as in training. */
  readonly scaled: Answers;
  /** Of pixels as they are, 0 … 255, handed to the network without its scaler. */
  readonly raw: Answers;
}

export interface Answers {
  readonly classes: readonly number[];
  /** The probability of the class that was chosen. */
  readonly confidences: readonly number[];
  readonly accuracy: number;
}

/** In float64, as scikit-learn computes: a minute or two. */
export async function fashionNetwork(context: BookContext): Promise<FashionNetwork> {
  const { train, test } = await context.once(fashionMnist);
  const network = new MLPClassifier({
    hiddenLayerSizes: [300, 100],
    earlyStopping: true,
    randomState: 42,
    callbacks: [context.training('training 784-300-100-10')],
  });
  const model = makePipeline(new MinMaxScaler(), network);
  await model.fit(train.data, train.target, { signal: context.signal });
  const { signal } = context;
  signal.throwIfAborted();
  context.report('asking about the test images');
  return {
    network,
    scaled: await answers(model, test.data, test.target),
    raw: await answers(network, test.data, test.target),
  };
}

/** What a classifier of the classes 0, 1, 2, … says of images. */
export async function answers(
  model: Pick<MLPClassifier, 'predictProba'> | Pick<Pipeline<MLPClassifier>, 'predictProba'>,
  X: Parameters<MLPClassifier['predictProba']>[0],
  y: Uint8Array,
): Promise<Answers> {
  const classes: number[] = [];
  const confidences: number[] = [];
  for (const row of (await model.predictProba(X)) as Iterable<ArrayLike<number>>) {
    const probabilities = Array.from(row);
    const confidence = Math.max(...probabilities);
    confidences.push(confidence);
    classes.push(probabilities.indexOf(confidence));
  }
  const right = classes.filter((own, i) => own === y[i]).length;
  return { classes, confidences, accuracy: right / y.length };
}
