/** Exclusive or by a hidden layer: the chapter's weights, to edit, what each unit says, and the regions they make. */
import type { JSX } from 'preact';
import type { RoomState } from '../../state/room-state.ts';
import { hiddenLines, hiddenRows, outputAreas, weightNames } from './hidden-layer.ts';
import { Plane } from './plane.tsx';
import { logicPoints } from './point-set.ts';
import { chapterWeights, type fields } from './settings.ts';

const units = ['h₁, “and”', 'h₂, “or”', 'the output'];

export function HiddenLayer({ state }: { readonly state: RoomState<typeof fields> }): JSX.Element {
  const { hidden } = state.signals;
  const rows = hiddenRows(hidden.value);
  const right = rows.filter(({ output, wanted }) => output === wanted).length;
  return (
    <section class="hidden-layer" aria-label="A hidden layer">
      <h2>A hidden layer solves exclusive or</h2>
      <p>
        Two units draw a line each, and a third one combines their answers. The weights are the chapter's;
        change them and see what becomes of it.
      </p>
      <div class="three">
        <Plane
          points={logicPoints('xor')}
          label={`A xor B and where the network says 1: ${right} of 4 corners are right`}
          areas={outputAreas(hidden.value)}
          thinLines={hiddenLines(hidden.value)}
        />
        <WeightFields state={state} />
        <div>
          <table class="figures">
            <thead>
              <tr>
                {['A', 'B', 'h₁', 'h₂', 'out', 'wanted'].map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ inputs, hidden: [h1, h2], output, wanted }) => (
                <tr key={inputs.join()}>
                  {[...inputs, h1, h2, output].map((value, i) => (
                    <td key={i}>{value}</td>
                  ))}
                  <td>
                    {wanted} {output === wanted ? '✓' : '✗'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p role="status" class={right === 4 ? 'note' : ''}>
            {right === 4 ? 'That is exclusive or.' : `${right} of 4 corners are right.`}
          </p>
        </div>
      </div>
    </section>
  );
}

/** The nine numbers, unit by unit. */
function WeightFields({ state }: { readonly state: RoomState<typeof fields> }): JSX.Element {
  const { hidden } = state.signals;
  return (
    <div class="weights">
      {units.map((unit, k) => (
        <fieldset key={unit}>
          <legend>{unit}</legend>
          {[0, 1, 2].map((j) => {
            const at = 3 * k + j;
            return (
              <label key={j}>
                {weightNames[at]}{' '}
                <input
                  class="short-number"
                  type="number"
                  step={0.5}
                  value={hidden.value[at]}
                  onInput={({ currentTarget: { valueAsNumber } }) => {
                    if (!Number.isFinite(valueAsNumber)) return;
                    hidden.value = hidden.value.map((weight, i) => (i === at ? valueAsNumber : weight));
                  }}
                />
              </label>
            );
          })}
        </fieldset>
      ))}
      <button
        type="button"
        class="quiet"
        onClick={() => {
          hidden.value = chapterWeights;
        }}
      >
        The chapter's weights
      </button>
    </div>
  );
}
