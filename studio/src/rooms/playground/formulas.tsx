/** The formulas of what is set, typeset when somebody looks. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Formula } from '../../parts/formula.tsx';
import { lossTex, optimizerTex, unitTex } from './formula-tex.ts';
import type { Settings } from './settings.ts';

export function Formulas({ settings }: { readonly settings: Settings }): JSX.Element {
  const isOpen = useSignal(false);
  return (
    <details
      onToggle={({ currentTarget }) => {
        isOpen.value = currentTarget.open;
      }}
    >
      <summary>Formulas</summary>
      {isOpen.value && <Typeset settings={settings} />}
    </details>
  );
}

/** The typesetter is loaded when somebody looks. */
function Typeset({ settings }: { readonly settings: Settings }): JSX.Element {
  return (
    <>
      <p>A unit adds up what comes in, and bends it:</p>
      <Formula block tex="z = b + \sum_i w_i x_i" />
      <Formula block tex={unitTex(settings.activation)} />
      <p>The loss of a point:</p>
      <Formula block tex={lossTex(settings)} />
      <p>A step, with the gradient g of a batch:</p>
      <Formula block tex={optimizerTex[settings.optimizer]} />
    </>
  );
}
