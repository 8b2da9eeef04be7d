/** The board: three neurons to wire by hand until they compute exclusive or, checked live. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { RoomState } from '../../state/room-state.ts';
import { type BoardNeuron, emptyBoard, networkOf, sourcesOf } from './board.ts';
import { Diagram } from './diagram.tsx';
import type { fields } from './settings.ts';
import { TruthTable } from './truth-table.tsx';

const kinds: readonly (readonly [count: number, name: string])[] = [
  [0, 'nothing'],
  [1, 'one excites'],
  [2, 'two excite'],
  [3, 'three excite'],
  [-1, 'inhibits'],
];

export function Board({ state }: { readonly state: RoomState<typeof fields> }): JSX.Element {
  const { board, on } = state.signals;
  const network = useMemo(() => networkOf(board.value), [board.value]);
  const isOn = (name: string): boolean => on.value.includes(name);
  const signals = network.signals({ A: isOn('A'), B: isOn('B') });
  const active = new Set([
    ...['A', 'B'].filter(isOn),
    ...signals.filter((signal) => signal.active).map(({ neuron }) => neuron.name),
  ]);
  const isSolved = Array.from(network.truthTable()).every(
    ({ inputs, output }) => output === (inputs.A !== inputs.B),
  );
  const change = (index: number, neuron: Partial<BoardNeuron>): void => {
    board.value = board.value.map((one, i) => (i === index ? { ...one, ...neuron } : one));
  };
  const set = (names: readonly string[]): void => state.set({ on: names });
  return (
    <section class="board" aria-label="Build it yourself">
      <h2 class="heading">Build exclusive or yourself</h2>
      <p>
        Wire three neurons so that the last one is active when A or B is, but not both. One connection that
        inhibits silences a neuron whatever else comes in.
      </p>
      <div class="logic">
        <Diagram
          network={network}
          active={active}
          toggle={(name) => set(['A', 'B'].filter((one) => (one === name ? !isOn(one) : isOn(one))))}
          label="Your network; inputs can be switched"
        />
        <div class="wiring">
          {board.value.map(({ threshold, wires }, i) => (
            <fieldset key={i}>
              <legend>
                {i === board.value.length - 1 ? 'Neuron three, the output' : `Neuron ${['one', 'two'][i]}`}
              </legend>
              {sourcesOf(i).map((source, k) => (
                <label key={source}>
                  from {source}{' '}
                  <select
                    value={String(wires[k])}
                    onChange={({ currentTarget }) =>
                      change(i, {
                        wires: wires.map((count, w) => (w === k ? Number(currentTarget.value) : count)),
                      })
                    }
                  >
                    {kinds.map(([count, name]) => (
                      <option key={count} value={String(count)}>
                        {name}
                      </option>
                    ))}
                  </select>
                </label>
              ))}
              <label>
                active from{' '}
                <select
                  value={String(threshold)}
                  onChange={({ currentTarget }) => change(i, { threshold: Number(currentTarget.value) })}
                >
                  {[1, 2, 3].map((count) => (
                    <option key={count} value={String(count)}>
                      {count}
                    </option>
                  ))}
                </select>
              </label>
            </fieldset>
          ))}
          <button
            type="button"
            class="quiet"
            onClick={() => {
              board.value = emptyBoard;
            }}
          >
            Clear the board
          </button>
        </div>
        <TruthTable network={network} isOn={isOn} set={set} wanted={({ A, B }) => A !== B} />
      </div>
      <p role="status" class={isSolved ? 'note' : ''}>
        {isSolved ? 'That is exclusive or. No single neuron can do it.' : 'Not yet exclusive or.'}
      </p>
    </section>
  );
}
