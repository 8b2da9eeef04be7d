/** Neurons: logic as networks of McCulloch and Pitts' neurons, from formulas and wired by hand. */
import { FormulaError, type LogicNetwork, logicNetwork } from 'hebb';
import type { JSX } from 'preact';
import { useId, useMemo } from 'preact/hooks';
import type { Room } from '../../frame/rooms.ts';
import type { RoomState } from '../../state/room-state.ts';
import { Board } from './board.tsx';
import { Diagram } from './diagram.tsx';
import { code } from './in-code.ts';
import { fields } from './settings.ts';
import { TruthTable } from './truth-table.tsx';
import './neurons.css';

/** The chapter's networks, and the one that a single neuron can't be. */
const chapter = ['A', 'A and B', 'A or B', 'A and not B', 'A xor B'];

type Made = { readonly network: LogicNetwork } | { readonly problem: string };

function make(formula: string): Made {
  try {
    return { network: logicNetwork(formula) };
  } catch (error) {
    if (error instanceof FormulaError || error instanceof Error) return { problem: error.message };
    throw error;
  }
}

function Neurons({ state }: { readonly state: RoomState<typeof fields> }): JSX.Element {
  const { formula, on } = state.signals;
  const id = useId();
  const made = useMemo(() => make(formula.value), [formula.value]);
  return (
    <div class="neurons">
      <section aria-label="A formula as a network">
        <div class="control formula-field">
          <label class="label" for={id}>
            Formula, of A, B …, and, or, not, xor, parentheses
          </label>
          <input
            id={id}
            type="text"
            value={formula.value}
            maxLength={80}
            spellcheck={false}
            onInput={({ currentTarget }) => {
              formula.value = currentTarget.value;
            }}
          />
        </div>
        <p>
          {chapter.map((one) => (
            <button
              key={one}
              type="button"
              class="plain"
              aria-pressed={formula.value === one}
              onClick={() => {
                formula.value = one;
              }}
            >
              {one}
            </button>
          ))}
        </p>
        {'problem' in made ? (
          <p class="note alarm" role="alert">
            {made.problem}
          </p>
        ) : (
          <Shown network={made.network} on={on.value} set={(names) => state.set({ on: names })} />
        )}
      </section>
      <Board state={state} />
    </div>
  );
}

/** The network with its signals, and its truth table. */
function Shown({
  network,
  on,
  set,
}: {
  readonly network: LogicNetwork;
  readonly on: readonly string[];
  readonly set: (names: readonly string[]) => void;
}): JSX.Element {
  const { variables } = network;
  const values = Object.fromEntries(variables.map((name) => [name, on.includes(name)]));
  const signals = network.signals(values);
  const active = new Set([
    'true',
    ...variables.filter((name) => values[name]),
    ...signals.filter((signal) => signal.active).map(({ neuron }) => neuron.name),
  ]);
  const toggle = (name: string): void => {
    if (!variables.includes(name)) return;
    set(variables.filter((one) => (one === name ? !values[one] : values[one])));
  };
  return (
    <div class="logic">
      <Diagram
        network={network}
        active={active}
        toggle={toggle}
        label="The network; inputs can be switched"
      />
      <p aria-live="polite">
        {variables.length === 0
          ? ''
          : `${variables.map((name) => `${name} is ${values[name] ? 'on' : 'off'}`).join(', ')}: `}
        the output is <strong>{active.has(network.output.name) ? 'active' : 'silent'}</strong>.
      </p>
      <TruthTable network={network} isOn={(name) => values[name]} set={set} />
    </div>
  );
}

export const neurons: Room<typeof fields> = {
  fields,
  lead: 'A neuron is active when enough of its inputs are. Type a formula, switch the inputs, and watch the signals travel.',
  View: Neurons,
  code,
  questions: [
    {
      ask: 'Draw a network of the original artificial neurons that computes A ⊕ B, where ⊕ is exclusive or. (Hint: A ⊕ B = (A ∧ ¬B) ∨ (¬A ∧ B).)',
      answer:
        'One neuron for A ∧ ¬B: two connections from A excite it, one from B inhibits it. One for B ∧ ¬A, the other way round. The output has two connections from each of the two, so either of them is enough. It is also (A ∨ B) ∧ ¬(A ∧ B).',
    },
    {
      ask: 'Which logic can such neurons not compute?',
      answer:
        'None: and, or and not are each one neuron, and every formula is made of these. How many neurons it takes is another matter.',
    },
  ],
};
