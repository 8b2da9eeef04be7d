/** The update, weight by weight, and every node with its value and slope. */
import type { Trace } from 'hebb/tensor';
import type { JSX } from 'preact';
import { fixedNumber, shortNumber } from '../../parts/number-text.ts';
import { plainName } from './names.ts';
import type { Update } from './network.ts';
import type { Step } from './steps.ts';

export function UpdateTable({
  updates,
  eta,
}: {
  readonly updates: readonly Update[];
  readonly eta: number;
}): JSX.Element {
  return (
    <table class="figures">
      <thead>
        <tr>
          <th scope="col">weight</th>
          <th scope="col">now</th>
          <th scope="col">∂L/∂w</th>
          <th scope="col">−{shortNumber(eta)} · ∂L/∂w</th>
          <th scope="col">then</th>
        </tr>
      </thead>
      <tbody>
        {updates.map(({ name, before, gradient, after }) => (
          <tr key={name}>
            <th scope="row">{plainName(name)}</th>
            <td>{fixedNumber(before, 4)}</td>
            <td>{fixedNumber(gradient, 4)}</td>
            <td>{fixedNumber(-eta * gradient, 4)}</td>
            <td>{fixedNumber(after, 4)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function NodeTable({ trace, step }: { readonly trace: Trace; readonly step: Step }): JSX.Element {
  const { forward } = trace;
  const named = (index: number): string => plainName(forward[index].name ?? '');
  return (
    <details>
      <summary>Every number</summary>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">node</th>
            <th scope="col">is</th>
            <th scope="col">value</th>
            <th scope="col">∂L/∂node</th>
          </tr>
        </thead>
        <tbody>
          {forward.map(({ index, name = '', operation, inputs, value }) => {
            const gradient = step.gradients.get(name);
            return (
              <tr key={name} class={step.active.includes(name) ? 'now' : ''}>
                <th scope="row">{named(index)}</th>
                <td>{inputs.length === 0 ? 'given' : `${operation} ${inputs.map(named).join(', ')}`}</td>
                <td>{step.known.has(name) ? fixedNumber(value.item(), 4) : '…'}</td>
                <td>{gradient === undefined ? '…' : fixedNumber(gradient, 4)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}
