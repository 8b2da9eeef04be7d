/** A small event file with a value for every plugin, and readers for its damaged copies. */
import { readEvents } from '../../../src/formats/tensorboard/read-events.ts';
import { readRecords, toRecord } from '../../../src/formats/tensorboard/records.ts';
import { SummaryWriter } from '../../../src/formats/tensorboard/summary-writer.ts';
import { Dense } from '../../../src/nn/layers/dense.ts';
import { Input } from '../../../src/nn/layers/input.ts';
import { Sequential } from '../../../src/nn/models/sequential.ts';
import type { FuzzedReader } from '../../data/fuzz.ts';
import { mutants } from '../../data/mutants.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export async function eventFile(): Promise<Bytes> {
  const parts: Uint8Array[] = [];
  const writer = new SummaryWriter((bytes) => void parts.push(bytes));
  writer.scalar('loss', 0.5, 1);
  writer.histogram('weights', [1, 2, 3], 1, 3);
  writer.image(
    'image',
    [
      [0, 1],
      [1, 0],
    ],
    1,
  );
  writer.text('note', 'some *words*', 1);
  writer.graph(new Sequential([Input([1]), new Dense(1)]));
  writer.experiment({ hparams: { units: 1 }, metrics: ['train/loss'] });
  writer.hparams({ units: 1 });
  await writer.close();
  return joined(parts);
}

export function joined(parts: readonly Uint8Array[]): Bytes {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

async function read(bytes: Uint8Array): Promise<void> {
  const { values } = readEvents(bytes);
  if (values.some(({ value }) => value === undefined)) throw new Error('a value is missing');
}

/** Whole files, where checksums find nearly everything; and events that are damaged behind right checksums. */
export async function fuzzedEvents(): Promise<readonly FuzzedReader[]> {
  const file = await eventFile();
  const [version, ...events] = readRecords(file).records.map(({ data }) => Uint8Array.from(data));
  const first = toRecord(version);
  return [
    { name: 'event files', files: [file], damage: mutants, read },
    {
      name: 'events with right checksums',
      files: events,
      *damage(files, seed) {
        for (const event of mutants(files, seed)) yield joined([first, toRecord(event)]);
      },
      read,
    },
  ];
}
