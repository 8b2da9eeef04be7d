/** The truth table of a network; a click on a row sets the inputs. */
import type { LogicNetwork } from 'hebb';
import type { JSX } from 'preact';

/** More variables make more rows than anyone reads. */
const MOST = 5;

export function TruthTable({
  network,
  isOn,
  set,
  wanted,
}: {
  readonly network: LogicNetwork;
  readonly isOn: (name: string) => boolean;
  readonly set: (names: readonly string[]) => void;
  /** What the output should be, if there is something it should be. */
  readonly wanted?: (inputs: Readonly<Record<string, boolean>>) => boolean;
}): JSX.Element {
  const { variables } = network;
  if (variables.length > MOST) return <p>{2 ** variables.length} rows are too many to show.</p>;
  return (
    <table class="figures truth">
      <thead>
        <tr>
          {variables.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
          <th scope="col">out</th>
          {wanted && <th scope="col">wanted</th>}
          <td />
        </tr>
      </thead>
      <tbody>
        {Array.from(network.truthTable(), ({ inputs, output }, i) => {
          const isNow = variables.every((name) => inputs[name] === isOn(name));
          return (
            <tr key={i} class={isNow ? 'now' : ''}>
              {variables.map((name) => (
                <td key={name}>{Number(inputs[name])}</td>
              ))}
              <td>{Number(output)}</td>
              {wanted && (
                <td>
                  {Number(wanted(inputs))} {wanted(inputs) === output ? '✓' : '✗'}
                </td>
              )}
              <td>
                <button
                  type="button"
                  class="quiet"
                  aria-label={`Set row ${i + 1}`}
                  disabled={isNow}
                  onClick={() => set(variables.filter((name) => inputs[name]))}
                >
                  set
                </button>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
