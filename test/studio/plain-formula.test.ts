/** Formulas of TeX as text: no TeX is left over in any that the playground shows. */
import { expect, test } from 'vitest';
import { activationTex } from '../../studio/src/parts/activation-tex.ts';
import { plainFormula } from '../../studio/src/parts/plain-formula.ts';
import { lossTex, optimizerTex, penaltyTex, unitTex } from '../../studio/src/rooms/playground/formula-tex.ts';
import { fields, type Settings } from '../../studio/src/rooms/playground/settings.ts';
import { initialValues } from '../../studio/src/state/field.ts';

test.each([
  [unitTex('sigmoid'), 'a = σ(z) = 1 / (1 + e^−z)'],
  [unitTex('gelu'), 'a = z Φ(z)'],
  [unitTex('elu'), 'a = z if z > 0 else (e^z − 1)'],
  [unitTex('leaky_relu'), 'a = max(0.2 z, z)'],
  [activationTex.hard_sigmoid, 'min(1, max(0, z / 6 + ½))'],
  [optimizerTex.momentum, 'v ← 0.9 v − η g, w ← w + v'],
  [optimizerTex.adagrad, 's ← s + g², w ← w − η g / √s'],
  [optimizerTex.adam, 'w ← w − η m̂ / (√v̂ + ε)'],
  [penaltyTex.l2, 'L + λ Σ w²'],
])('%s', (tex, text) => {
  expect(plainFormula(tex)).toBe(text.normalize('NFD'));
});

test('nothing of TeX is left over', () => {
  const settings = initialValues(fields) as Settings;
  const losses = (['squared', 'cross_entropy', 'absolute', 'huber'] as const).flatMap((loss) =>
    (['classification', 'regression'] as const).map((problem) => lossTex({ ...settings, loss, problem })),
  );
  const all = [activationTex, optimizerTex, penaltyTex].flatMap((table) => Object.values<string>(table));
  for (const tex of [...all, ...losses]) expect(plainFormula(tex)).not.toMatch(/[\\{}]/);
});
