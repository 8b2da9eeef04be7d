/**
 * The messages of an event file, as far as Hebb writes or reads them: records with the field numbers of TensorFlow's
 * `event.proto`, `summary.proto` and `tensor.proto`, and of the `plugin_data.proto` of TensorBoard's hyperparameters.
 * It knows nothing of files.
 */
import type { Schema } from '../protobuf.ts';

interface Dimension {
  readonly size?: number;
}

interface TensorShape {
  readonly dim?: readonly Dimension[];
}

/** A tensor in a summary. */
export interface TensorMessage {
  /** One of `tensorTypes`. */
  readonly dtype?: number;
  readonly shape?: TensorShape;
  /** All numbers as they lie in memory, little end first; in place of the lists below. */
  readonly content?: Uint8Array;
  readonly floats?: readonly number[];
  readonly doubles?: readonly number[];
  readonly strings?: readonly Uint8Array[];
}

/** Numbers of element types. */
export const tensorTypes = { float: 1, double: 2, string: 7 } as const;

const tensor: Schema<TensorMessage> = {
  dtype: [1, 'int32'],
  shape: [2, { dim: [2, { size: [1, 'int64'] }, 'repeated'] }],
  content: [4, 'bytes'],
  floats: [5, 'float', 'repeated'],
  doubles: [6, 'double', 'repeated'],
  strings: [8, 'bytes', 'repeated'],
};

/** Which plugin of TensorBoard a tag belongs to, and what it should know of it. */
interface PluginData {
  readonly name?: string;
  readonly content?: Uint8Array;
}

/** What older programs write in place of a tensor: an image. */
interface OldImage {
  readonly height?: number;
  readonly width?: number;
  readonly encoded?: Uint8Array;
}

/** What older programs write in place of a tensor: a histogram. */
interface OldHistogram {
  readonly min?: number;
  readonly max?: number;
  readonly limits?: readonly number[];
  readonly counts?: readonly number[];
}

/** What was written under a tag. */
export interface SummaryValue {
  readonly tag?: string;
  readonly simple?: number;
  readonly image?: OldImage;
  readonly histogram?: OldHistogram;
  readonly tensor?: TensorMessage;
  readonly metadata?: { readonly plugin?: PluginData };
}

/** A record of an event file. */
export interface EventMessage {
  /** Seconds since 1970. */
  readonly wallTime?: number;
  readonly step?: number;
  /** In the first record only. */
  readonly fileVersion?: string;
  /** The graph of a run, in TensorFlow's own form. */
  readonly graph?: Uint8Array;
  readonly summary?: { readonly value?: readonly SummaryValue[] };
}

export const eventSchema: Schema<EventMessage> = {
  wallTime: [1, 'double'],
  step: [2, 'int64'],
  fileVersion: [3, 'string'],
  graph: [4, 'bytes'],
  summary: [
    5,
    {
      value: [
        1,
        {
          tag: [1, 'string'],
          simple: [2, 'float'],
          image: [4, { height: [1, 'int32'], width: [2, 'int32'], encoded: [4, 'bytes'] }],
          histogram: [
            5,
            {
              min: [1, 'double'],
              max: [2, 'double'],
              limits: [6, 'double', 'repeated'],
              counts: [7, 'double', 'repeated'],
            },
          ],
          tensor: [8, tensor],
          metadata: [9, { plugin: [1, { name: [1, 'string'], content: [2, 'bytes'] }] }],
        },
        'repeated',
      ],
    },
  ],
};

/** A hyperparameter's value: one of the three. */
interface HyperparameterValue {
  readonly number?: number;
  readonly text?: string;
  readonly truth?: boolean;
}

interface HyperparameterInfo {
  readonly name?: string;
  readonly description?: string;
  /** 1 text, 2 truth value, 3 number. */
  readonly type?: number;
}

interface MetricInfo {
  readonly name?: { readonly group?: string; readonly tag?: string };
}

/** What the hyperparameters' plugin is told, in the metadata of a tag; one of the three. */
export interface HyperparameterData {
  readonly experiment?: {
    readonly hyperparameters?: readonly HyperparameterInfo[];
    readonly metrics?: readonly MetricInfo[];
  };
  readonly start?: {
    readonly values?: readonly { readonly key?: string; readonly value?: HyperparameterValue }[];
    readonly seconds?: number;
  };
  readonly end?: {
    /** 1 done, 2 failed, 3 running. */
    readonly status?: number;
    readonly seconds?: number;
  };
}

export const hyperparameterSchema: Schema<HyperparameterData> = {
  experiment: [
    2,
    {
      hyperparameters: [
        4,
        { name: [1, 'string'], description: [3, 'string'], type: [4, 'int32'] },
        'repeated',
      ],
      metrics: [5, { name: [1, { group: [1, 'string'], tag: [2, 'string'] }] }, 'repeated'],
    },
  ],
  start: [
    3,
    {
      values: [
        1,
        {
          key: [1, 'string'],
          value: [2, { number: [2, 'double'], text: [3, 'string'], truth: [4, 'bool'] }],
        },
        'repeated',
      ],
      seconds: [5, 'double'],
    },
  ],
  end: [4, { status: [1, 'int32'], seconds: [2, 'double'] }],
};
