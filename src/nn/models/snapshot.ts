/** Where a training is, as bytes: a line of JSON and the numbers of its weights behind it. */
import { allocate, bytesOf, type DType } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import { type Shape, sizeOf } from '../../core/shape.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';

export interface Snapshot {
  readonly seed: number;
  /** The epoch that comes next, counted from 0. */
  readonly epoch: number;
  /** Null where a schedule sets it. */
  readonly learningRate: number | null;
  readonly tensors: readonly Tensor[];
}

interface Head extends Omit<Snapshot, 'tensors'> {
  readonly format: string;
  readonly tensors: readonly { readonly shape: Shape; readonly dtype: DType }[];
}

const FORMAT = 'hebb backup 1';

/** The snapshot as bytes. */
export function packed({ tensors, ...rest }: Snapshot): Uint8Array {
  const head: Head = {
    format: FORMAT,
    ...rest,
    tensors: tensors.map(({ shape, dtype }) => ({ shape, dtype })),
  };
  const line = new TextEncoder().encode(`${JSON.stringify(head)}\n`);
  const size = tensors.reduce((sum, tensor) => sum + tensor.size * bytesOf(tensor.dtype), line.length);
  const bytes = new Uint8Array(size);
  bytes.set(line);
  let start = line.length;
  for (const { values } of tensors) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), start);
    start += values.byteLength;
  }
  return bytes;
}

/** @throws HebbError `CORRUPT_FILE` for bytes that `packed` has not made */
export function unpacked(bytes: Uint8Array): Snapshot {
  const end = bytes.indexOf(10);
  const head = headOf(bytes.subarray(0, Math.max(end, 0)));
  const size = head.tensors.reduce((sum, { shape, dtype }) => sum + sizeOf(shape) * bytesOf(dtype), end + 1);
  if (size !== bytes.length)
    throw new HebbError('CORRUPT_FILE', `a backup of ${size} bytes has ${bytes.length}.`);
  let start = end + 1;
  const tensors = head.tensors.map(({ shape, dtype }) => {
    const values = allocate(dtype, sizeOf(shape));
    new Uint8Array(values.buffer).set(bytes.subarray(start, start + values.byteLength));
    start += values.byteLength;
    return fromTyped(values, shape);
  });
  return { ...head, tensors };
}

function headOf(line: Uint8Array): Head {
  try {
    const head = JSON.parse(new TextDecoder().decode(line)) as Head;
    if (head.format === FORMAT) return head;
  } catch (cause) {
    throw new HebbError('CORRUPT_FILE', 'these bytes are no backup of a training.', { cause });
  }
  throw new HebbError('CORRUPT_FILE', 'these bytes are no backup of a training.');
}
