/** Backpropagation: a small network forward and backward, node by node, with the numbers of the library's trace. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks';
import type { Room } from '../../frame/rooms.ts';
import { ChoiceButtons } from '../../parts/choice-buttons.tsx';
import { Formula } from '../../parts/formula.tsx';
import { NetworkFigure } from '../../parts/network-figure.tsx';
import { shortNumber } from '../../parts/number-text.ts';
import { StepControls } from '../../parts/step-controls.tsx';
import type { RoomState } from '../../state/room-state.ts';
import { figureOf } from './figure.ts';
import { code } from './in-code.ts';
import { drawNumbers, lossOf, type Numbers, traceOf, updatesOf } from './network.ts';
import { NumbersPanel } from './numbers-panel.tsx';
import { Outlook } from './outlook.tsx';
import { fields } from './settings.ts';
import { type Phase, stepsOf } from './steps.ts';
import { NodeTable, UpdateTable } from './tables.tsx';
import './backpropagation.css';

type State = RoomState<typeof fields>;
type Drawn = { readonly seed: number; readonly own: Numbers | undefined };

const phases: Readonly<Record<Phase, string>> = {
  start: 'Start',
  forward: 'Forward',
  backward: 'Backward',
  update: 'Update',
};

/** The numbers now, and how they change: by hand, by an update, by another seed, back by undo. */
function useNumbers(state: State) {
  const { seed, own } = state.signals;
  const past = useSignal<readonly Drawn[]>([]);
  const numbers = useMemo(() => own.value ?? drawNumbers(seed.value), [own.value, seed.value]);
  const go = useCallback(
    (to: Partial<Drawn> & { readonly at?: number }) => {
      past.value = [...past.peek(), { seed: seed.peek(), own: own.peek() }].slice(-200);
      state.set(to);
    },
    [state],
  );
  const draw = useCallback(() => go({ seed: (seed.peek() + 1) % 100_000, own: undefined, at: 0 }), [go]);
  const undo = (): void => {
    const last = past.value.at(-1);
    past.value = past.value.slice(0, -1);
    if (last !== undefined) state.set(last);
  };
  return { numbers, go, draw, undo: past.value.length > 0 ? undo : undefined };
}

function Backpropagation({ state }: { readonly state: State }): JSX.Element {
  const { hidden, output, eta, at } = state.signals;
  const { numbers, go, draw, undo } = useNumbers(state);
  const functions = { hidden: hidden.value, output: output.value };
  const { trace, steps } = useMemo(() => {
    const traced = traceOf(numbers, functions);
    return { trace: traced, steps: stepsOf(traced) };
  }, [numbers, hidden.value, output.value]);
  const updates = useMemo(() => updatesOf(trace, eta.value), [trace, eta.value]);
  const loss = trace.backward[0].value.item();
  const shown = Math.min(at.value, steps.length - 1);
  const step = steps[shown];
  const then = { ...numbers, weights: updates.map(({ after }) => after) };
  const take = (): void => go({ own: then, at: 0 });
  const count = useRef(steps.length);
  useEffect(() => {
    const last = steps.length - 1;
    // Another function may make it a step more or less: whoever is at the update stays there.
    if (at.value > last || (count.current !== steps.length && at.value === count.current - 1))
      at.value = last;
    count.current = steps.length;
  }, [at.value, steps.length]);
  return (
    <div class="backpropagation">
      <StepControls at={at} count={steps.length} title={step.title} pace={1200} reseed={draw} beyond={take} />
      <ChoiceButtons
        legend="Go to"
        names={phases}
        value={step.phase}
        choose={(phase) => {
          at.value = steps.findIndex((one) => one.phase === phase);
        }}
      />
      <div class="backpropagation-stage">
        <div>
          <NetworkFigure label={`The network, step ${shown + 1}: ${step.title}`} {...figureOf(trace, step)} />
          <p class="legend">
            Lines: weights, dashed where negative. b: bias, z: sum of the unit. ∂: slope of the loss there,
            also the width of the grey halo.
          </p>
          <dl class="readings">
            <div>
              <dt>target y</dt>
              <dd>{shortNumber(numbers.target)}</dd>
            </div>
            <div>
              <dt>error e = ŷ − y</dt>
              <dd>{step.known.has('e') ? shortNumber(errorOf(trace)) : '…'}</dd>
            </div>
            <div>
              <dt>loss L = e²</dt>
              <dd data-reading="loss">{step.known.has('L') ? shortNumber(loss) : '…'}</dd>
            </div>
          </dl>
        </div>
        <section aria-label="What happens" class="explained">
          <h2 class="heading">
            {shown + 1}. {step.title}
          </h2>
          <p aria-live="polite">{step.says}</p>
          {step.formulas.map((formula) => (
            <Formula key={formula} block tex={formula} />
          ))}
          {step.phase === 'update' && (
            <>
              <UpdateTable updates={updates} eta={eta.value} />
              <Outlook
                state={state}
                updates={updates}
                loss={loss}
                after={lossOf(then, functions)}
                take={take}
              />
            </>
          )}
        </section>
      </div>
      <NumbersPanel
        state={state}
        numbers={numbers}
        change={(changed) => go({ own: changed })}
        undo={undo}
        draw={draw}
      />
      <NodeTable trace={trace} step={step} />
    </div>
  );
}

/** ŷ − y. */
function errorOf({ forward }: ReturnType<typeof traceOf>): number {
  return forward.find(({ name }) => name === 'e')?.value.item() ?? Number.NaN;
}

export const backpropagation: Room<typeof fields> = {
  fields,
  lead: 'How a network learns who is to blame: forward through every product and sum, then backward by the chain rule. Step on and back, and change any number.',
  View: Backpropagation,
  code,
  questions: [
    {
      ask: 'What is backpropagation, and how does it work? How does it differ from reverse-mode automatic differentiation?',
      answer:
        'Backpropagation trains a network: it computes the slope of the loss with regard to every weight, and takes a step of gradient descent, over and over. The slopes come from one pass forward, which keeps every value, and one backward, which applies the chain rule from the loss to the inputs. That second part alone is reverse-mode automatic differentiation: a way to get all the derivatives of any computation with one output in two passes, whatever one does with them.',
    },
    {
      ask: 'Why must the weights not all begin at the same value?',
      answer:
        'Then all units of a layer compute the same, get the same slope, and stay the same for ever: the layer is worth one unit. Try it: set the weights of both hidden units alike, take a few steps, and compare.',
    },
    {
      ask: 'Which hyperparameters of such a network can be tuned? What would you change if it overfits?',
      answer:
        'The number of hidden layers and of units in each, the activation functions, the learning rate, the optimizer and the batch size, the initialization. Against overfitting: fewer layers or fewer units, early stopping, a penalty on the weights (ℓ1 or ℓ2), dropout.',
    },
  ],
};
