/** The margin: what can be settled, and the plan that follows, in sentences. */
import type { JSX } from 'preact';
import { Check, ChoiceSelect, Slider } from '../../parts/controls.tsx';
import type { RoomState } from '../../state/room-state.ts';
import { cut } from './column-look.ts';
import { sentencesOn } from './sentences.ts';
import type { DataSession } from './session.ts';
import { fields } from './settings.ts';

export function WishesPanel({ state }: { readonly state: RoomState<typeof fields> }): JSX.Element {
  const { task, hidden, rate, epochs, testPercent, earlyStopping, seed } = state.signals;
  return (
    <div class="stack">
      <h2>Settings</h2>
      <ChoiceSelect
        label="Task"
        value={task}
        field={fields.task}
        names={{ auto: 'as the target suggests' }}
      />
      <ChoiceSelect label="Hidden layers" value={hidden} field={fields.hidden} names={layerNames} />
      <ChoiceSelect label="Learning rate" value={rate} field={fields.rate} />
      <ChoiceSelect label="Epochs at most" value={epochs} field={fields.epochs} />
      <Slider
        label="Rows to test on"
        value={testPercent}
        field={fields.testPercent}
        print={(value) => `${value} %`}
      />
      <Check
        label="Early stopping, where rows suffice"
        hint="Hold out a tenth of the training rows, and stop when the score on them no longer rises"
        value={earlyStopping}
      />
      <Slider label="Seed" value={seed} field={{ ...fields.seed, max: 100 }} />
    </div>
  );
}

const layerNames = {
  16: '16 units',
  '32-16': '32, then 16 units',
  '100-50': '100, then 50 units',
  '200-100': '200, then 100 units',
  '128-128-64': '128, 128, then 64 units',
} as const;

export function PlanPanel({ session }: { readonly session: DataSession }): JSX.Element {
  const plan = session.plan.value;
  const refusal = session.refusals.value.plan;
  return (
    <section aria-label="Plan">
      <h2>What will be done</h2>
      {refusal !== undefined && (
        <p class="note alarm" role="alert">
          {refusal}
        </p>
      )}
      {plan?.leaks.map((name) => (
        <div class="note alarm" role="status" key={name}>
          <p>“{cut(name)}” gives the target away: keep it only if it is known when one predicts.</p>
          <button type="button" class="plain" onClick={() => session.use(name, false)}>
            Leave it out
          </button>
        </div>
      ))}
      {plan?.warnings.map((says) => (
        <p class="note" role="status" key={says}>
          {says}
        </p>
      ))}
      {plan !== undefined && (
        <dl class="plan">
          {sentencesOn(plan, session.leftOut.value.length).map(({ about, says }) => (
            <div key={about}>
              <dt>{about}</dt>
              <dd>{says}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
