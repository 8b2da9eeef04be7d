/**
 * What is open in the room: the two networks of the data set, its test images, the drawing, and what both networks
 * make of the image that is looked at. It knows no page.
 */
import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { RoomState } from '../../state/room-state.ts';
import { mnistForm, pixelCount } from './mnist-form.ts';
import { type Look, Recogniser } from './recogniser.ts';
import type { fields } from './settings.ts';
import type { Stroke } from './strokes.ts';
import { fetchImages, imageAt, placeOf, type SetName, type TestImages } from './test-images.ts';

const files: Readonly<Record<SetName, readonly [plain: URL, smoothed: URL]>> = {
  mnist: [
    new URL('./models/mnist-plain.hebb', import.meta.url),
    new URL('./models/mnist-smoothed.hebb', import.meta.url),
  ],
  fashion: [
    new URL('./models/fashion-plain.hebb', import.meta.url),
    new URL('./models/fashion-smoothed.hebb', import.meta.url),
  ],
};

/** Something of each of the two models: trained without label smoothing, and with it. */
export type Both<T> = readonly [plain: T, smoothed: T];

/** A data set that is loaded. */
export interface Opened {
  readonly set: SetName;
  readonly models: Both<Recogniser>;
  /** Undefined where this build has none. */
  readonly images: TestImages | undefined;
  /** The places, in the list of images, of those that each model gets wrong. */
  readonly wrong: Both<readonly number[]>;
}

async function open(set: SetName): Promise<Opened> {
  const fetched = files[set].map(async (url) => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`The network could not be loaded: ${response.status}.`);
    return new Recogniser(new Uint8Array(await response.arrayBuffer()));
  });
  const [plain, smoothed, images] = await Promise.all([fetched[0], fetched[1], fetchImages(set)]);
  const wrongOf = async (model: Recogniser): Promise<readonly number[]> => {
    if (images === undefined) return [];
    const classes = await model.classesOf(images.pixels);
    return classes.flatMap((label, at) => (label === images.labels[at] ? [] : [at]));
  };
  return {
    set,
    models: [plain, smoothed],
    images,
    wrong: [await wrongOf(plain), await wrongOf(smoothed)],
  };
}

export class DigitsSession {
  readonly #state: RoomState<typeof fields>;
  readonly opened = signal<Opened | undefined>(undefined);
  readonly failure = signal<string | undefined>(undefined);
  /** The stroke that is being drawn. */
  readonly stroke = signal<Stroke>([]);
  /** A picture from a file, in MNIST's form, in place of the drawing. */
  readonly picture = signal<Float32Array | undefined>(undefined);
  /** What both models make of the image. */
  readonly looks = signal<Both<Look> | undefined>(undefined);
  /** Whether one draws: where there are no test images of digits, there is nothing else to look at. */
  readonly isDrawing: ReadonlySignal<boolean>;
  /** The places of the images one goes through. */
  readonly places: ReadonlySignal<readonly number[]>;
  /** Which of them is looked at. */
  readonly at: ReadonlySignal<number>;
  /** The class of the image, where that is known. */
  readonly truth: ReadonlySignal<number | undefined>;
  readonly #pixels: ReadonlySignal<Float32Array>;
  readonly #stops: readonly (() => void)[];

  constructor(state: RoomState<typeof fields>) {
    this.#state = state;
    const { set, source, index, onlyMistakes, isSmoothed, strokes } = state.signals;
    this.isDrawing = computed(
      () =>
        set.value === 'mnist' &&
        (source.value === 'drawn' ||
          (this.opened.value !== undefined && this.opened.value.images === undefined)),
    );
    this.places = computed(() => {
      const { images, wrong } = this.opened.value ?? {};
      if (images === undefined || wrong === undefined) return [];
      return onlyMistakes.value ? wrong[isSmoothed.value ? 1 : 0] : images.indices.map((_, at) => at);
    });
    this.at = computed(() => {
      const { indices } = this.opened.value?.images ?? { indices: [] };
      return placeOf(
        this.places.value.map((place) => indices[place]),
        index.value,
      );
    });
    this.truth = computed(() => {
      const { images } = this.opened.value ?? {};
      return this.isDrawing.value ? undefined : images?.labels[this.places.value[this.at.value]];
    });
    this.#pixels = computed(() => {
      if (this.isDrawing.value) {
        if (this.picture.value !== undefined) return this.picture.value;
        const drawn = this.stroke.value.length > 0 ? [...strokes.value, this.stroke.value] : strokes.value;
        return mnistForm(drawn);
      }
      const { images } = this.opened.value ?? {};
      const place = this.places.value[this.at.value];
      return images === undefined || place === undefined
        ? new Float32Array(pixelCount)
        : imageAt(images, place);
    });
    this.#stops = [
      effect(() => this.#open(set.value)),
      effect(() => this.#look()),
      // Who draws wants to see the drawing.
      strokes.subscribe(() => {
        this.picture.value = undefined;
      }),
      this.stroke.subscribe(() => {
        this.picture.value = undefined;
      }),
    ];
  }

  #open(set: SetName): void {
    this.failure.value = undefined;
    open(set).then(
      (opened) => {
        if (this.#state.signals.set.peek() !== set) return;
        batch(() => {
          this.looks.value = undefined;
          this.opened.value = opened;
        });
      },
      (error: unknown) => {
        if (this.#state.signals.set.peek() !== set) return;
        this.failure.value = error instanceof Error ? error.message : String(error);
      },
    );
  }

  #look(): void {
    const opened = this.opened.value;
    const pixels = this.#pixels.value;
    if (opened === undefined) return;
    const [plain, smoothed] = opened.models;
    void Promise.all([plain.look(pixels), smoothed.look(pixels)]).then((looks) => {
      if (this.opened.peek() === opened && this.#pixels.peek() === pixels) this.looks.value = looks;
    });
  }

  /** Go to the image at a place of those one goes through; beyond the last comes the first. */
  go(to: number): void {
    const { images } = this.opened.peek() ?? {};
    const places = this.places.peek();
    if (images === undefined || places.length === 0) return;
    const place = places[(to + places.length) % places.length];
    this.#state.signals.index.value = images.indices[place];
  }

  /** Load again what could not be loaded. */
  again(): void {
    this.#open(this.#state.signals.set.peek());
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }
}
