/** In the margin: what is to be seen, how the network was made, and where the images are from. */
import type { JSX } from 'preact';
import { type ModelKind, resultOf } from './results.ts';
import type { SetName, TestImages } from './test-images.ts';

const sources: Readonly<Record<SetName, JSX.Element>> = {
  mnist: (
    <>
      “The MNIST database of handwritten digits”, Y. LeCun, C. Cortes, C. J. C. Burges, 1998, under{' '}
      <a href="https://creativecommons.org/licenses/by-sa/3.0/">CC BY-SA 3.0</a>.
    </>
  ),
  fashion: (
    <>
      “Fashion-MNIST”, H. Xiao, K. Rasul, R. Vollgraf, 2017, © 2017 Zalando SE, under the{' '}
      <a href="https://github.com/zalandoresearch/fashion-mnist/blob/master/LICENSE">MIT licence</a>.
    </>
  ),
};

export function About({
  set,
  kind,
  images,
}: {
  readonly set: SetName;
  readonly kind: ModelKind;
  readonly images: TestImages | undefined;
}): JSX.Element {
  const { accuracy, images: all, trainingRows, labelSmoothing } = resultOf(set, kind);
  return (
    <aside class="margin">
      <section aria-label="The network">
        <h2>The network</h2>
        <p>
          784 pixels, 64 hidden units with ReLU, 10 outputs with softmax: 50,890 weights and biases, 205 kB.
          Grey values are divided by 255.
        </p>
        <p>
          Right on{' '}
          <strong class="number" data-reading="accuracy">
            {(100 * accuracy).toFixed(2)} %
          </strong>{' '}
          of all {all.toLocaleString('en')} test images.
        </p>
        <p>
          Trained by Hebb for 30 epochs on {trainingRows.toLocaleString('en')} images
          {trainingRows > 60_000 &&
            ': the 60,000 of the data set, and each once more, moved, turned and sized a little'}
          {labelSmoothing > 0 && `, with label smoothing of ${labelSmoothing}`}.
        </p>
        <p>Lines: weights, wider where larger, dashed where negative; those of a pixel fade with its ink.</p>
      </section>
      <section aria-label="The images">
        <h2>The images</h2>
        {images === undefined ? (
          <p>
            This build has no test images: it was made where the data was not at hand. To have them, run, in a
            copy of Hebb’s repository,{' '}
            <code>npx hebb datasets fetch {set === 'mnist' ? 'mnist' : 'fashion-mnist'}</code>, then{' '}
            <code>npm run build:studio</code>.
          </p>
        ) : (
          <>
            <p>
              {images.indices.length} of the 10,000 test images: every fortieth, and the first 60 that each of
              the two networks gets wrong. So there are more mistakes among them than in the whole.
            </p>
            <p>
              {sources[set]} <a href="./digits/licences.txt">Licences</a>
            </p>
          </>
        )}
      </section>
    </aside>
  );
}
