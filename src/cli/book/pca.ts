/**
 * The claim on how far Fashion-MNIST can be compressed.
 */
import type { ShapedArray } from '../../core/matrix.ts';
import { imageGrid } from '../../plot/image-grid.ts';
import { lineChart } from '../../plot/line-chart.ts';
import { PCA } from '../../preprocessing/pca.ts';
import type { Claim } from './claim.ts';
import { fashionMnist, scaledImages } from './data.ts';

export const pcaComponents: Claim<'components'> = {
  name: 'pca',
  title: 'PCA needs 187 components for 95 % of Fashion-MNIST’s variance',
  section: 'Dimensionality reduction (an exercise)',
  about: 'Of 784 pixels. The training images, grey values 0 … 1, and as many components as explain 95 %.',
  isFast: false,
  expected: { components: { book: 187, must: 'equal', because: 'A count: no tolerance.' } },
  async run(context) {
    const { train } = await context.once(fashionMnist);
    const { X } = scaledImages(train);
    context.report('finding the components');
    const pca = await new PCA({ nComponents: 0.95 }).fit(X);
    let sum = 0;
    const explained = Array.from(pca.explainedVarianceRatio, (ratio) => {
      sum += ratio;
      return sum;
    });
    const few: ShapedArray = { data: X.data.slice(0, 10 * 784), shape: [10, 784] };
    const back = await pca.inverseTransform(await pca.transform(few));
    return {
      numbers: { components: explained.length },
      pictures: [
        {
          svg: lineChart([{ name: 'share of the variance', y: explained }], {
            title: 'Variance explained',
            xLabel: 'Components',
            yLabel: 'Share',
            yScale: 'linear',
          }),
          caption: 'The first ten components alone explain most of it.',
        },
        { svg: imageGrid(few, { columns: 5, title: 'Ten images …' }), caption: '784 pixels each.' },
        {
          svg: imageGrid(back, { columns: 5, range: [0, 1], title: '… and what 187 numbers keep of them' }),
          caption: 'Compressed and restored.',
        },
      ],
    };
  },
};
