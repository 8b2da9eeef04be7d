/** How training is set: controls, each of which a link can leave out, and the formulas that follow. */
import type { JSX } from 'preact';
import { Check, ChoiceSelect, Select, Slider } from '../../parts/controls.tsx';
import { shortNumber } from '../../parts/number-text.ts';
import { plainFormula } from '../../parts/plain-formula.ts';
import type { RoomState } from '../../state/room-state.ts';
import { lossTex, optimizerTex, penaltyTex, unitTex } from './formula-tex.ts';
import { Formulas } from './formulas.tsx';
import { Hideable } from './hideable.tsx';
import { LayerCount } from './layer-heads.tsx';
import { fields, penaltyRates, rates } from './settings.ts';

export function TrainingControls({ state }: { readonly state: RoomState<typeof fields> }): JSX.Element {
  const {
    rate,
    optimizer,
    activation,
    loss,
    penalty,
    penaltyRate,
    dropout,
    batchNorm,
    initializer,
    patience,
    seed,
  } = state.signals;
  const rateNames = Object.fromEntries([...rates, ...penaltyRates].map((one) => [one, shortNumber(one)]));
  return (
    <>
      <Hideable name="layers" state={state}>
        <LayerCount state={state} />
      </Hideable>
      <Hideable name="rate" state={state}>
        <Select
          label="Learning rate"
          value={rate}
          options={rates.includes(rate.value as 1) ? rates : [...rates, rate.value]}
          names={rateNames}
        />
      </Hideable>
      <Hideable name="optimizer" state={state}>
        <ChoiceSelect
          label="Optimizer"
          hint={plainFormula(optimizerTex[optimizer.value])}
          value={optimizer}
          field={fields.optimizer}
        />
      </Hideable>
      <Hideable name="activation" state={state}>
        <ChoiceSelect
          label="Activation"
          hint={plainFormula(unitTex(activation.value))}
          value={activation}
          field={fields.activation}
        />
      </Hideable>
      <Hideable name="loss" state={state}>
        <ChoiceSelect
          label="Loss"
          hint={plainFormula(lossTex(state.values))}
          value={loss}
          field={fields.loss}
          names={lossNames}
        />
      </Hideable>
      <Hideable name="penalty" state={state}>
        <ChoiceSelect
          label="Regularization"
          hint={
            penalty.value === 'none'
              ? 'Nothing is added to the loss.'
              : plainFormula(penaltyTex[penalty.value])
          }
          value={penalty}
          field={fields.penalty}
        />
        <Select
          label="Regularization rate"
          value={penaltyRate}
          options={penaltyRates}
          names={rateNames}
          disabled={penalty.value === 'none'}
        />
      </Hideable>
      <Hideable name="dropout" state={state}>
        <Slider
          label="Dropout"
          hint="Each step leaves out this share of the units, drawn anew; what is left is scaled up."
          value={dropout}
          field={fields.dropout}
        />
        <Check
          label="Batch normalization"
          hint="γ (z − mean of the batch) / √(variance + 0.001) + β"
          value={batchNorm}
        />
      </Hideable>
      <Hideable name="start" state={state}>
        <ChoiceSelect label="Initial weights" value={initializer} field={fields.initializer} />
        <Slider label="Seed" value={seed} field={{ ...fields.seed, max: 100 }} />
      </Hideable>
      <Hideable name="stop" state={state}>
        <Slider
          label="Early stopping after"
          value={patience}
          field={fields.patience}
          print={(n) => (n === 0 ? 'never' : `${n} epochs`)}
        />
      </Hideable>
      <Formulas settings={state.values} />
    </>
  );
}

const lossNames = {
  squared: 'squared error',
  cross_entropy: 'cross-entropy',
  absolute: 'absolute error',
  huber: 'Huber',
} as const;
