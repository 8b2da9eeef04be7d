/** What each unit of the hidden layer looks for: its weights as a picture, and one of them large, with what it says. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { HeatMap } from '../../parts/heat-map.tsx';
import { fixedNumber } from '../../parts/number-text.ts';
import { classNames } from './names.ts';
import type { Look, Recogniser } from './recogniser.ts';
import type { SetName } from './test-images.ts';
import { unitMap } from './unit-map.ts';

interface UnitsProps {
  readonly set: SetName;
  readonly model: Recogniser;
  readonly look: Look;
  /** The unit that is shown large while nothing else is pointed at. */
  readonly chosen: number;
  readonly choose: (unit: number) => void;
}

export function UnitsPanel({ set, model, look, chosen, choose }: UnitsProps): JSX.Element {
  const pointed = useSignal<number | undefined>(undefined);
  const units = Array.from({ length: model.unitCount }, (_, unit) => unit);
  const most = Math.max(1e-9, ...Array.from(look.hidden));
  const silent = units.filter((unit) => look.hidden[unit] === 0).length;
  return (
    <section class="units" aria-labelledby="units-heading">
      <h2 id="units-heading" class="heading">
        What each hidden unit looks for
      </h2>
      <p>
        A unit of the hidden layer has a weight for every pixel. As a picture: blue where ink makes it answer
        louder, orange where ink silences it. The bar below is its answer to this image; {silent} of{' '}
        {model.unitCount} are silent, and hatched.
      </p>
      <div class="units-and-one">
        <fieldset class="unit-grid" onPointerLeave={() => (pointed.value = undefined)}>
          <legend class="unseen">The unit that is shown large</legend>
          {units.map((unit) => (
            <label
              key={unit}
              class={look.hidden[unit] > 0 ? 'unit' : 'unit silent'}
              title={`Unit ${unit + 1} answers ${fixedNumber(look.hidden[unit], 2)}`}
              onPointerEnter={() => {
                pointed.value = unit;
              }}
            >
              <input
                type="radio"
                name="unit"
                aria-label={`Unit ${unit + 1}, answers ${fixedNumber(look.hidden[unit], 2)}`}
                checked={unit === chosen}
                onChange={() => {
                  pointed.value = undefined;
                  choose(unit);
                }}
              />
              <HeatMap values={unitMap(model, unit)} crisp />
              <span class="answer" style={{ width: `${(100 * look.hidden[unit]) / most}%` }} />
            </label>
          ))}
        </fieldset>
        <UnitCard set={set} model={model} look={look} unit={pointed.value ?? chosen} />
      </div>
    </section>
  );
}

function UnitCard({
  set,
  model,
  look,
  unit,
}: Pick<UnitsProps, 'set' | 'model' | 'look'> & { readonly unit: number }): JSX.Element {
  const contributions = model.contributions(look, unit);
  const most = Math.max(1e-9, ...contributions.map(Math.abs));
  const answer = look.hidden[unit];
  return (
    <div class="unit-card">
      <div>
        <h3>
          Unit <span data-reading="unit">{unit + 1}</span>
        </h3>
        <div class="picture">
          <HeatMap values={unitMap(model, unit)} crisp label={`The weights of unit ${unit + 1}, a picture`} />
        </div>
        <p>
          {answer > 0
            ? `All pixels times their weights, and its bias ${fixedNumber(model.biasOf(unit), 2)}, add up to ${fixedNumber(answer, 2)}: that is its answer.`
            : 'All pixels times their weights, and its bias, add up to less than zero: ReLU makes that 0, and it says nothing of any class.'}
        </p>
      </div>
      <table class="figures contributions">
        <caption>What it says for each class: answer × weight</caption>
        <tbody>
          {contributions.map((value, label) => (
            <tr key={label} class={value < 0 ? 'against' : 'for'}>
              <th scope="row">{classNames[set][label]}</th>
              <td class="signed">
                <span class="signed-fill" style={{ width: `${(50 * Math.abs(value)) / most}%` }} />
              </td>
              <td>{fixedNumber(value, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
