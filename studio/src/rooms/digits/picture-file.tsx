/** Opens a picture of a digit from a file, which stays on the page: it is too much for the address. */
import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { type Picture, pictureForm } from './picture-form.ts';

/** Larger pictures are made smaller first. */
const mostSide = 280;

async function readPicture(file: File): Promise<Picture> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, mostSide / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((size) => Math.max(1, Math.round(size * scale)));
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const values = Float32Array.from(
    { length: width * height },
    (_, i) => (data[4 * i] + data[4 * i + 1] + data[4 * i + 2]) / 765,
  );
  return { width, height, values };
}

export function PictureFile({
  picture,
}: {
  /** What the network sees of the picture, while one is open. */
  readonly picture: Signal<Float32Array | undefined>;
}): JSX.Element {
  const id = useId();
  const problem = useSignal('');
  return (
    <div class="picture-file">
      <label class="control" for={id}>
        <span class="label">Or open a picture of a digit</span>
        <input
          id={id}
          type="file"
          accept="image/*"
          onChange={async ({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            if (file === undefined) return;
            problem.value = '';
            try {
              picture.value = pictureForm(await readPicture(file));
            } catch {
              problem.value = `${file.name} is no picture that this browser can open.`;
            }
            currentTarget.value = '';
          }}
        />
      </label>
      {picture.value !== undefined && (
        <button
          type="button"
          class="plain"
          onClick={() => {
            picture.value = undefined;
          }}
        >
          Close the picture
        </button>
      )}
      <p role="alert">{problem}</p>
    </div>
  );
}
