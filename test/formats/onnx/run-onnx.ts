/** Runs ONNX files with ONNX Runtime, compiled to WebAssembly: what comes out for what goes in, by name. */
import * as ort from 'onnxruntime-web';

/** Numbers or texts, and their shape. */
export interface Given {
  readonly type: 'float32' | 'float64' | 'int32' | 'int64' | 'bool' | 'string';
  readonly data: ArrayLike<number> | readonly string[];
  readonly shape: readonly number[];
}

/** What came out, numbers as they are after rounding to doubles. */
export interface Result {
  readonly type: string;
  readonly data: readonly (number | string)[];
  readonly shape: readonly number[];
}

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'fatal';

/** Inputs in the order in which the file names them, or by name. */
export type Inputs = readonly Given[] | Readonly<Record<string, Given>>;

/** A file that has been loaded. */
export interface OnnxSession extends AsyncDisposable {
  readonly inputNames: readonly string[];
  /** The outputs by name. */
  run(inputs: Inputs): Promise<Readonly<Record<string, Result>>>;
}

export async function openOnnx(bytes: Uint8Array): Promise<OnnxSession> {
  const hasWorker = 'Worker' in globalThis;
  const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 4 });
  // ONNX Runtime leaves Node's there.
  if (!hasWorker) Reflect.deleteProperty(globalThis, 'Worker');
  const { inputNames, outputNames } = session;
  return {
    inputNames,
    async run(inputs) {
      const feeds = Object.entries(inputs).map(([key, given]: [string, Given]) => [
        Array.isArray(inputs) ? inputNames[Number(key)] : key,
        tensorOf(given),
      ]);
      const results = await session.run(Object.fromEntries(feeds));
      return Object.fromEntries(outputNames.map((name) => [name, resultOf(results[name])]));
    },
    [Symbol.asyncDispose]: () => session.release(),
  };
}

function resultOf({ type, data, dims }: ort.Tensor): Result {
  const values = Array.from(data as ArrayLike<number | bigint | string>, (value) =>
    typeof value === 'bigint' ? Number(value) : value,
  );
  return { type, data: values, shape: dims };
}

function tensorOf({ type, data, shape }: Given): ort.Tensor {
  if (type === 'string') return new ort.Tensor('string', [...(data as readonly string[])], shape);
  const numbers = data as ArrayLike<number>;
  switch (type) {
    case 'int64':
      return new ort.Tensor('int64', BigInt64Array.from(numbers as number[], BigInt), shape);
    case 'int32':
      return new ort.Tensor('int32', Int32Array.from(numbers), shape);
    case 'bool':
      return new ort.Tensor('bool', Uint8Array.from(numbers), shape);
    case 'float64':
      return new ort.Tensor('float64', Float64Array.from(numbers), shape);
    default:
      return new ort.Tensor('float32', Float32Array.from(numbers), shape);
  }
}
