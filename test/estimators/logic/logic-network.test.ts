/** Logic networks: the chapter's examples neuron by neuron, any formula against its meaning, and mistakes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Formula, parseFormula } from '../../../src/estimators/logic/formula.ts';
import {
  type BinaryInputs,
  LogicNetwork,
  logicNetwork,
} from '../../../src/estimators/logic/logic-network.ts';
import type { Neuron } from '../../../src/estimators/logic/neuron.ts';
import { errorOfSync } from '../../error-of.ts';

/** `2A B ¬C ≥2`: two connections from A and one from B excite, one from C inhibits, the threshold is 2. */
function wiring({ connections, threshold }: Neuron): string {
  const sources = connections.map(({ from, kind, count }) => {
    return kind === 'excitatory' ? `${count === 1 ? '' : count}${from}` : `¬${from}`;
  });
  return [...sources, `≥${threshold}`].join(' ');
}

const table = (network: LogicNetwork): string =>
  [...network.truthTable()].map(({ output }) => (output ? '1' : '0')).join('');

describe('the chapter’s networks', () => {
  test.each([
    ['A', ['2A ≥2'], '01'],
    ['A and B', ['A B ≥2'], '0001'],
    ['A or B', ['2A 2B ≥2'], '0111'],
    ['A and not B', ['2A ¬B ≥2'], '0010'],
    ['not A', ['2true ¬A ≥2'], '10'],
    ['A xor B', ['2A ¬B ≥2', '2B ¬A ≥2', '2#1 2#2 ≥2'], '0110'],
    ['(A and not B) or (not A and B)', ['2A ¬B ≥2', '2B ¬A ≥2', '2#1 2#2 ≥2'], '0110'],
    ['(A or B) and not (A and B)', ['A B ≥2', '2A 2B ¬#1 ≥2'], '0110'],
    ['not (A or B)', ['2true ¬A ¬B ≥2'], '1000'],
    ['not (A and B)', ['A B ≥2', '2true ¬#1 ≥2'], '1110'],
    ['A -> B', ['2true ¬A ≥2', '2#1 2B ≥2'], '1101'],
    ['A <-> B', ['A B ≥2', '2true ¬B ¬A ≥2', '2#1 2#2 ≥2'], '1001'],
    ['(A or B) and not C', ['2A 2B ¬C ≥2'], '00101010'],
    ['A and B and not C', ['A B ¬C ≥2'], '00000010'],
    ['A and B and C', ['A B ≥2', 'C #1 ≥2'], '00000001'],
    ['true', ['2true ≥2'], '1'],
    ['false', ['2true ¬true ≥2'], '0'],
    ['A or not A', ['2true ≥2'], '11'],
  ])('%s', (formula, neurons, outputs) => {
    const network = logicNetwork(formula);
    expect(network.neurons.map(wiring).map(withoutOrder)).toEqual(neurons.map(withoutOrder));
    expect(table(network)).toBe(outputs);
  });

  test('exclusive or has two layers', () => {
    const { layers, output, formula, variables } = logicNetwork('A xor B');
    expect(layers.map((layer) => layer.map(({ computes }) => computes))).toEqual([
      ['A ∧ ¬B', 'B ∧ ¬A'],
      ['#1 ∨ #2'],
    ]);
    expect([output.name, formula, variables]).toEqual(['#3', 'A xor B', ['A', 'B']]);
  });

  test('with thresholds of their own, neurons join any number', () => {
    const all = logicNetwork('A and B and C and D', { threshold: 'free' });
    expect(all.neurons.map(wiring)).toEqual(['A B C D ≥4']);
    expect(logicNetwork('A or B or C', { threshold: 'free' }).neurons.map(wiring)).toEqual(['A B C ≥1']);
  });

  test('another threshold for all', () => {
    const three = logicNetwork('A and B or C', { threshold: 3 });
    expect(three.neurons.map(wiring)).toEqual(['2A B ≥3', '3#1 3C ≥3']);
    expect(table(three)).toBe('01010111');
  });

  test('labels of inhibited alternatives have parentheses', () => {
    expect(logicNetwork('(A or B) and not C').output.computes).toBe('(A ∨ B) ∧ ¬C');
    expect(logicNetwork('not A and not B').output.computes).toBe('¬A ∧ ¬B');
    expect(logicNetwork('true').output.computes).toBe('true');
  });
});

/** The same connections in any order. */
function withoutOrder(text: string): string {
  return text.split(' ').sort().join(' ');
}

/** What a formula means. */
function meaning(formula: Formula, inputs: BinaryInputs): boolean {
  if (formula.kind === 'variable') return Boolean(inputs[formula.name]);
  if (formula.kind === 'constant') return formula.value;
  if (formula.kind === 'not') return !meaning(formula.operand, inputs);
  const values = formula.operands.map((operand) => meaning(operand, inputs));
  switch (formula.kind) {
    case 'and':
      return values.every(Boolean);
    case 'or':
      return values.some(Boolean);
    case 'xor':
      return values.reduce((a, b) => a !== b);
    case 'iff':
      return values.reduce((a, b) => a === b);
    case 'implies':
      return values.reduceRight((consequence, condition) => !condition || consequence);
  }
}

const { formulas } = fc.letrec<{ formulas: string }>((tie) => ({
  formulas: fc.oneof(
    { maxDepth: 5, depthSize: 'medium' },
    fc.constantFrom('A', 'B', 'C', 'D', 'E', 'true', 'false'),
    tie('formulas').map((inner) => `not (${inner})`),
    fc
      .tuple(
        fc.constantFrom('and', 'or', 'xor', 'implies', 'iff'),
        fc.array(tie('formulas'), { minLength: 2, maxLength: 4 }),
      )
      .map(([connective, parts]) => parts.map((part) => `(${part})`).join(` ${connective} `)),
  ),
}));

describe('any formula', () => {
  test.each([2, 3, 'free'] as const)('with threshold %s, the network computes what it means', (threshold) => {
    fc.assert(
      fc.property(formulas, (text) => {
        const formula = parseFormula(text);
        const network = logicNetwork(text, { threshold });
        for (const { inputs, output } of network.truthTable()) {
          expect(output).toBe(meaning(formula, inputs));
          expect(network.evaluate(inputs)).toBe(output);
        }
        if (threshold !== 'free') expect(network.neurons.every((n) => n.threshold === threshold)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('every neuron is needed, named once, and comes after its sources', () => {
    fc.assert(
      fc.property(formulas, (text) => {
        const { neurons, variables, output } = logicNetwork(text);
        const used = new Set(neurons.flatMap(({ connections }) => connections.map(({ from }) => from)));
        expect(neurons.every((neuron) => neuron === output || used.has(neuron.name))).toBe(true);
        const sources = new Set(['true', ...variables]);
        for (const { name, connections } of neurons) {
          expect(connections.every(({ from }) => sources.has(from))).toBe(true);
          sources.add(name);
        }
      }),
    );
  });

  test('signals add up as the threshold rule says', () => {
    fc.assert(
      fc.property(formulas, fc.infiniteStream(fc.boolean()), (text, stream) => {
        const network = logicNetwork(text);
        const inputs = Object.fromEntries(network.variables.map((name) => [name, stream.next().value]));
        const signals = network.signals(inputs);
        for (const { neuron, excitation, inhibited, active } of signals) {
          expect(active).toBe(excitation >= neuron.threshold && !inhibited);
        }
        expect(signals.at(-1)?.active).toBe(network.evaluate(inputs));
      }),
    );
  });
});

describe('size', () => {
  const names = Array.from({ length: 20 }, (_, i) => `x${i}`);

  test('twenty variables build in under a second, and the table streams', () => {
    const start = performance.now();
    const network = logicNetwork(names.join(' xor '));
    expect(performance.now() - start).toBeLessThan(1000);
    expect(network.neurons).toHaveLength(3 * 19);
    expect(network.layers.length).toBeLessThanOrEqual(10);
    let rows = 0;
    let odd = 0;
    for (const { output } of network.truthTable()) {
      rows++;
      if (output) odd++;
      if (rows === 4096) break;
    }
    expect([rows, odd]).toEqual([4096, 2048]);
  });

  test('"and" of twenty takes 19 neurons in five layers, "or" takes one', () => {
    const all = logicNetwork(names.join(' and '));
    expect([all.neurons.length, all.layers.length]).toEqual([19, 5]);
    expect(logicNetwork(names.join(' or ')).neurons).toHaveLength(1);
    expect(logicNetwork(names.join(' and '), { threshold: 'free' }).neurons).toHaveLength(1);
  });

  test('parts that are wired alike share their neurons', () => {
    expect(
      logicNetwork('(A and B) or ((B and A) xor C)')
        .neurons.map(wiring)
        .filter((w) => w === 'A B ≥2'),
    ).toHaveLength(1);
  });

  test('a formula of many thousand parts', () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `(x${i} and not y${i})`).join(' or ');
    expect(logicNetwork(text).neurons).toHaveLength(20_001);
  });
});

describe('mistakes', () => {
  const network = logicNetwork('Apple and not Bee');
  const evaluate = (inputs: unknown): string => errorOfSync(() => network.evaluate(inputs as BinaryInputs));

  test.each<[unknown, string]>([
    [{ Apple: 1 }, "the variable 'Bee' has no value."],
    [{ Apple: 1, Be: 0 }, "the network has no variable 'Be'; it has Apple, Bee. Did you mean 'Bee'?"],
    [{ Apple: 2, Bee: 0 }, "the variable 'Apple' must be true or false (or 1 or 0), got 2."],
    [{ Apple: 'yes', Bee: 0 }, "the variable 'Apple' must be true or false (or 1 or 0), got 'yes'."],
    [{ Apple: 0.5, Bee: 0 }, "the variable 'Apple' must be true or false (or 1 or 0), got 0.5."],
    [{ Apple: null, Bee: 0 }, "the variable 'Apple' must be true or false (or 1 or 0), got null."],
    [undefined, 'inputs must be a record such as { A: true }, got undefined.'],
  ])('evaluate(%o)', (inputs, message) => {
    expect(evaluate(inputs)).toBe(`INVALID_VALUE: ${message}`);
  });

  test('1 and 0 are true and false', () => {
    expect(network.evaluate({ Apple: 1, Bee: 0 })).toBe(true);
    expect(network.evaluate({ Apple: true, Bee: 1 })).toBe(false);
  });

  test('options', () => {
    expect(errorOfSync(() => logicNetwork('A', { threshold: 1 }))).toBe(
      "INVALID_OPTION: logicNetwork: option 'threshold' must be an integer ≥ 2 or one of 'free', got 1.",
    );
    expect(errorOfSync(() => logicNetwork('A', { treshold: 2 } as object))).toMatch(/^UNKNOWN_OPTION: /);
    expect(errorOfSync(() => logicNetwork(3 as unknown as string))).toBe(
      'INVALID_VALUE: logicNetwork takes a formula as text, got 3.',
    );
  });

  const neuron = (change: Partial<Neuron>): Neuron => ({
    name: 'C',
    threshold: 2,
    connections: [],
    ...change,
  });
  const connection = { from: 'A', kind: 'excitatory', count: 2 } as const;
  test.each<[string, string[], Neuron[], string]>([
    ['no neuron', ['A'], [], 'a logic network needs at least one neuron, its output.'],
    ['a name twice', ['A'], [neuron({ name: 'A' })], "the name 'A' comes twice in the logic network."],
    ['an operator', ['or'], [neuron({})], "'or' cannot be a variable: letters, digits and _, no operator."],
    [
      'threshold 0',
      ['A'],
      [neuron({ threshold: 0 })],
      "neuron 'C': the threshold must be an integer ≥ 1, got 0.",
    ],
    [
      'an unknown source',
      ['Ant'],
      [neuron({ connections: [{ ...connection, from: 'Ann' }] })],
      "neuron 'C': there is no source 'Ann'. Did you mean 'Ant'?",
    ],
    [
      'itself as source',
      ['A'],
      [neuron({ connections: [{ ...connection, from: 'C' }] })],
      "neuron 'C': its source 'C' must come before it.",
    ],
    [
      'no connections',
      ['A'],
      [neuron({ connections: [{ ...connection, count: 0 }] })],
      "neuron 'C': 0 connections from 'A'; expected 1 or more.",
    ],
    [
      'another kind',
      ['A'],
      [neuron({ connections: [{ ...connection, kind: 'exciting' as 'excitatory' }] })],
      "neuron 'C': a connection is 'excitatory' or 'inhibitory', not 'exciting'.",
    ],
  ])('wired by hand: %s', (_, variables, neurons, message) => {
    expect(errorOfSync(() => new LogicNetwork({ variables, neurons }))).toBe(`INVALID_VALUE: ${message}`);
  });
});

test('wired by hand: at least two of three', () => {
  const connections = ['A', 'B', 'C'].map((from) => ({ from, kind: 'excitatory' as const, count: 1 }));
  const majority = new LogicNetwork({
    variables: ['A', 'B', 'C'],
    neurons: [{ name: 'M', threshold: 2, connections }],
  });
  expect(table(majority)).toBe('00010111');
  expect(majority.formula).toBeUndefined();
});

describe('the picture', () => {
  test('has a circle for each source and neuron, and a line for each connection', () => {
    const svg = logicNetwork('A xor B').toSvg();
    expect(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"')).toBe(true);
    expect(svg.match(/<circle cx/g)).toHaveLength(5);
    expect(svg.match(/class="inhibitory"\/?>?|class="inhibitory" cx/g)).toHaveLength(4);
    expect(svg.match(/marker-end/g)).toHaveLength(8);
    expect(svg).toContain('>A ∧ ¬B<');
    expect(svg).toContain('>≥2<');
    expect(svg).not.toContain('NaN');
  });

  test('shows what is active', () => {
    const network = logicNetwork('A and not B');
    const active = (inputs: BinaryInputs): number =>
      network.toSvg({ inputs }).match(/<g class="active">/g)?.length ?? 0;
    expect(active({ A: 1, B: 0 })).toBe(2);
    expect(active({ A: 0, B: 1 })).toBe(1);
    expect(network.toSvg()).not.toContain('class="active"');
    expect(errorOfSync(() => network.toSvg({ inputs: { A: 1 } }))).toMatch(/'B' has no value/);
  });

  test('escapes what people wrote, and gives styles to itself alone', () => {
    const svg = logicNetwork('A <-> B && "C"'.replaceAll('"', ' ')).toSvg();
    expect(svg).toContain('A &lt;-&gt; B &amp;&amp;');
    const rules = svg.slice(svg.indexOf('<style>') + 7, svg.indexOf('</style>')).split('}');
    expect(rules.filter((rule) => rule !== '' && !rule.startsWith('.hebb-logic '))).toEqual([]);
  });

  test('many connections are one line with a number', () => {
    const svg = logicNetwork('A', { threshold: 9 }).toSvg();
    expect(svg.match(/<path d="M/g)).toHaveLength(1);
    expect(svg).toContain('>×9<');
  });
});
