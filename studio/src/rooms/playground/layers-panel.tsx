/** How each layer is doing: gradients on a logarithmic gauge, activations, stuck units. */
import type { JSX } from 'preact';
import { Check } from '../../parts/controls.tsx';
import { shortNumber } from '../../parts/number-text.ts';
import type { PanelProps } from './panels.tsx';

/** The gauge reaches from 1e-8 to 1. */
const DECADES = 8;

export function LayersPanel({ session, state }: PanelProps): JSX.Element {
  const health = session.snapshot.value?.health ?? [];
  const { layers, halos } = state.signals;
  return (
    <>
      <p>
        How strongly the loss pulls at the weights of each layer (root mean square of ∂L/∂w), how widely its
        units vary over the points, and how often they are stuck where their activation is flat.
      </p>
      <Check label="Show each weight’s gradient as a halo on its line" value={halos} />
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">Layer</th>
            <th scope="col">Gradient</th>
            <th scope="col" aria-label="Gradient, from 1e-8 to 1" />
            <th scope="col">Spread of outputs</th>
            <th scope="col">Stuck</th>
          </tr>
        </thead>
        <tbody>
          {health.map(({ gradient, activation, stuck }, k) => {
            const share = Math.max(0, Math.min(1, 1 + Math.log10(Math.max(gradient, 1e-12)) / DECADES));
            return (
              <tr key={k}>
                <th scope="row">{k < layers.value.length ? `hidden ${k + 1}` : 'output'}</th>
                <td>{shortNumber(gradient)}</td>
                <td>
                  <span class={gradient < 1e-5 ? 'gauge low' : 'gauge'}>
                    <span style={{ width: `${100 * share}%` }} />
                  </span>
                </td>
                <td>{shortNumber(activation)}</td>
                <td>{Math.round(100 * stuck)} %</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}
