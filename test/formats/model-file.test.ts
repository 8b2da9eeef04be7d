/**
 * The model file: what is saved comes back bit for bit, and what is not a model file, or no longer one, is
 * refused in one sentence.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, ModelState } from '../../src/core/model-state.ts';
import { version } from '../../src/core/version.ts';
import { makePipeline, Pipeline } from '../../src/estimators/pipeline.ts';
import { readJson, writeJson } from '../../src/formats/faithful-json.ts';
import { load, readModelState, save } from '../../src/formats/model-file.ts';
import { writeSafetensors } from '../../src/formats/safetensors.ts';
import { MinMaxScaler } from '../../src/preprocessing/min-max-scaler.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import { fromTyped } from '../../src/tensor/tensor.ts';
import { errorOfSync } from '../error-of.ts';

const X = [
  [1, 2, 5],
  [3, 4, 5],
  [5, 9, 5],
];
const fittedPipeline = (): Promise<Pipeline> =>
  makePipeline(new StandardScaler(), makePipeline(new MinMaxScaler({ featureRange: [-1, 1] }))).fit(
    X,
  ) as Promise<Pipeline>;

test('the version is the package’s', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(version).toBe(manifest.version);
});

describe('save and load', () => {
  test('transformed numbers keep every bit (law)', async () => {
    const rows = fc.array(
      fc.tuple(fc.double({ min: -1e9, max: 1e9 }), fc.float({ noDefaultInfinity: true })),
      {
        minLength: 1,
        maxLength: 10,
      },
    );
    await fc.assert(
      fc.asyncProperty(rows, fc.boolean(), fc.boolean(), async (numbers, withMean, withStd) => {
        const model = makePipeline(new StandardScaler({ withMean, withStd }), new MinMaxScaler());
        await model.fit(numbers);
        const loaded = load(save(model), Pipeline);
        expect(await loaded.transform(numbers)).toEqual(await model.transform(numbers));
        expect(save(loaded)).toEqual(save(model));
      }),
    );
  });

  test('names, options and attributes come back', async () => {
    const scaler = await new MinMaxScaler({ featureRange: [0, 2], clip: true }).fit(X);
    const loaded = load(save(scaler), MinMaxScaler);
    expect(loaded.options).toEqual({ featureRange: [0, 2], clip: true });
    expect(loaded.nSamplesSeen).toBe(3);
    expect(loaded.toState()).toEqual(scaler.toState());
  });

  test('an unfitted model stays unfitted', async () => {
    const loaded = load(save(new StandardScaler({ withStd: false })), StandardScaler);
    expect(loaded.options).toEqual({ withStd: false });
    expect(errorOfSync(() => loaded.mean)).toMatch('NOT_FITTED');
  });

  test('the arrays are called by their path', async () => {
    const state = readModelState(save(await fittedPipeline()));
    expect(state.children?.[1].state.children?.[0].name).toBe('minmaxscaler');
    const text = new TextDecoder().decode(save(await fittedPipeline()));
    expect(text).toContain('"steps/0/mean"');
    expect(text).toContain('"steps/1/steps/0/dataMin"');
  });

  test('the class that is expected', async () => {
    const bytes = save(await new StandardScaler().fit(X));
    expect(errorOfSync(() => load(bytes, MinMaxScaler))).toBe(
      'UNSUPPORTED: The file holds a StandardScaler, not a MinMaxScaler.',
    );
    expect(errorOfSync(() => load(bytes))).toMatch(
      'UNSUPPORTED: The file holds a StandardScaler, which does not predict',
    );
  });

  test('what cannot be written down is refused', () => {
    const model = {
      toState: (): ModelState => ({ kind: 'X', options: { f: (() => 1) as unknown as Json } }),
    };
    expect(errorOfSync(() => save(model))).toMatch(/UNSUPPORTED: model.options.f cannot be saved: it is/);
  });
});

describe('JSON that keeps every number', () => {
  const json = fc.jsonValue().map((value) => value as Json);
  const number = fc.oneof(fc.double(), fc.constantFrom(-0, Number.NaN, Infinity, -Infinity));

  test('round trip (law)', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(json, number, fc.array(number))), (value) => {
        expect(readJson(writeJson(value))).toEqual(value);
      }),
    );
  });

  test('the mark cannot be forged', () => {
    expect(errorOfSync(() => writeJson({ a: { $number: 'NaN' } }))).toMatch('UNSUPPORTED: a cannot be saved');
    expect(errorOfSync(() => readJson('{"$number":"12"}'))).toMatch('CORRUPT_FILE');
    expect(errorOfSync(() => readJson('{"$number":"toString"}'))).toMatch('CORRUPT_FILE');
  });
});

describe('files that are no model', () => {
  const fileOf = (description: Json, tensors = {}): Uint8Array =>
    writeSafetensors(tensors, { hebb: JSON.stringify(description) });
  const refusal = (model: Json, tensors = {}): string =>
    errorOfSync(() => load(fileOf({ format: 1, version: '0.1.0', model }, tensors), StandardScaler));

  test('foreign and newer files', () => {
    expect(errorOfSync(() => load(new TextEncoder().encode('a,b\n1,2\n')))).toMatch('CORRUPT_FILE');
    expect(errorOfSync(() => load(writeSafetensors({})))).toMatch(
      'CORRUPT_FILE: This is a safetensors file, but not a model saved by hebb',
    );
    expect(errorOfSync(() => load(writeSafetensors({}, { hebb: '{' })))).toMatch(
      'CORRUPT_FILE: The description of the model is not valid JSON',
    );
    expect(errorOfSync(() => load(fileOf({ format: 2, version: '9.0.0', model: {} })))).toMatch(
      'UNSUPPORTED: The model was saved by hebb 9.0.0 in format 2',
    );
    expect(errorOfSync(() => load(fileOf({ format: 'one' })))).toMatch('CORRUPT_FILE');
    expect(errorOfSync(() => load(fileOf([])))).toMatch('CORRUPT_FILE');
  });

  test('kinds that do not exist run no code', () => {
    expect(refusal({ kind: 'Shell', options: {} })).toMatch(
      "UNSUPPORTED: The file holds 'Shell', which this version of hebb does not know.",
    );
    for (const kind of ['constructor', '__proto__', 'toString']) {
      expect(refusal({ kind, options: {} })).toMatch('UNSUPPORTED');
    }
  });

  test('descriptions that do not fit', () => {
    expect(refusal({ kind: 7, options: {} })).toMatch('CORRUPT_FILE');
    expect(refusal({ kind: 'StandardScaler' })).toMatch('the options of StandardScaler is undefined');
    expect(refusal({ kind: 'StandardScaler', options: { withMeen: true } })).toMatch(
      /CORRUPT_FILE.*withMeen/,
    );
    expect(refusal({ kind: 'StandardScaler', options: { withMean: 'yes' } })).toMatch(
      /CORRUPT_FILE.*withMean/,
    );
    expect(refusal({ kind: 'StandardScaler', options: {}, attributes: {} })).toMatch(
      /CORRUPT_FILE.*nFeaturesIn/,
    );
    const attributes = { nFeaturesIn: 2, featureNamesIn: null, nSamplesSeen: 3 };
    expect(refusal({ kind: 'StandardScaler', options: {}, attributes })).toMatch("lacks its array 'mean'");
    const three = fromTyped(new Float64Array(3), [3]);
    const scaler = { kind: 'StandardScaler', options: {}, attributes, tensors: ['mean', 'var', 'scale'] };
    expect(refusal(scaler, { mean: three })).toMatch("The array 'var' is missing");
    expect(refusal(scaler, { mean: three, var: three, scale: three })).toMatch(
      "'mean' has shape (3,), expected (2,)",
    );
    const two = fromTyped(new Float32Array(2), [2]);
    expect(refusal(scaler, { mean: two, var: two, scale: two })).toMatch("'mean' should be float64");
    expect(refusal({ kind: 'StandardScaler', options: {} }, { stray: three })).toMatch(
      "'stray' belongs to no part",
    );
    let nested: Json = { kind: 'Pipeline', options: {} };
    for (let i = 0; i < 100; i++)
      nested = { kind: 'Pipeline', options: {}, steps: [{ name: 'a', state: nested }] };
    expect(refusal(nested)).toMatch('CORRUPT_FILE');
    expect(refusal({ kind: 'Pipeline', options: {} })).toMatch(/CORRUPT_FILE|INVALID_OPTION/);
  });

  test('every truncation is refused', async () => {
    const bytes = save(await fittedPipeline());
    for (let length = 0; length < bytes.length; length++) {
      expect(errorOfSync(() => load(bytes.subarray(0, length), Pipeline))).toMatch('CORRUPT_FILE');
    }
  });

  test('mutants load or are refused with a typed error (law)', async () => {
    const bytes = save(await fittedPipeline());
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const mutant = bytes.slice();
        for (const [at, value] of changes) mutant[at] = value;
        expect(errorOfSync(() => load(mutant, Pipeline))).toMatch(/^(nothing thrown|[A-Z_]+: .+)/s);
      }),
      { numRuns: 2000 },
    );
  });
});
