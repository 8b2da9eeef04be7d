/**
 * The claim on label smoothing: a network trained with it is less sure of itself.
 */
import { MLPClassifier } from '../../estimators/mlp/mlp-classifier.ts';
import type { BookContext, Claim } from './claim.ts';
import { fashionMnist, scaledImages } from './data.ts';
import { reliability } from './fashion.ts';
import { type Answers, answers } from './fashion-network.ts';

async function answersWith(context: BookContext, labelSmoothing: number): Promise<Answers> {
  const { train, test } = await context.once(fashionMnist);
  const network = new MLPClassifier({
    hiddenLayerSizes: [300, 100],
    labelSmoothing,
    maxIter: 10,
    randomState: 42,
    callbacks: [context.training(`training with label smoothing ${labelSmoothing}`)],
    onWarning() {},
  });
  const known = scaledImages(train);
  await network.fit(known.X, known.y, { signal: context.signal });
  return answers(network, scaledImages(test).X, test.target);
}

export const labelSmoothing: Claim<
  'images above 99.9 %: smoothed less plain' | 'accuracy: smoothed less plain'
> = {
  name: 'label-smoothing',
  title: 'Label smoothing makes the classifier less sure of itself',
  section: 'Classification MLPs',
  about:
    'Against overconfidence the book recommends label smoothing: targets of slightly less than 1, and slightly more than 0 for the other classes. Two networks like the image classifier are trained for ten epochs, one with a smoothing of 0.1, and the test images counted of which they are at least 99.9 % sure.',
  isFast: false,
  expected: {
    'images above 99.9 %: smoothed less plain': {
      book: 0,
      must: 'below',
      source: 'in words',
      because: 'Less sure means fewer such images.',
    },
    'accuracy: smoothed less plain': {
      book: 0,
      must: 'equal',
      tolerance: 0.02,
      source: 'in words',
      because: 'It must not cost accuracy; two trainings differ by a point or so.',
    },
  },
  async run(context) {
    const { test } = await context.once(fashionMnist);
    const [plain, smoothed] = [await answersWith(context, 0), await answersWith(context, 0.1)];
    const sure = ({ confidences }: Answers): number => confidences.filter((p) => p >= 0.999).length;
    return {
      numbers: {
        'images above 99.9 %: smoothed less plain': sure(smoothed) - sure(plain),
        'accuracy: smoothed less plain': smoothed.accuracy - plain.accuracy,
      },
      remark: `${sure(plain)} images without smoothing, ${sure(smoothed)} with it; ${(100 * plain.accuracy).toFixed(1)} % and ${(100 * smoothed.accuracy).toFixed(1)} % are right.`,
      pictures: [
        {
          svg: reliability(
            [
              { name: 'plain', answers: plain },
              { name: 'smoothed', answers: smoothed },
            ],
            test.target,
          ),
          caption: 'With smoothing the network is right more often than it says, without it less often.',
        },
      ],
    };
  },
};
