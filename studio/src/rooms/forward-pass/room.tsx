/** The forward pass: from a data point to the error, unit by unit, in twelve steps; then again with better weights. */
import type { JSX } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import type { Room } from '../../frame/rooms.ts';
import { Formula } from '../../parts/formula.tsx';
import { NetworkFigure } from '../../parts/network-figure.tsx';
import { shortNumber } from '../../parts/number-text.ts';
import { StepControls } from '../../parts/step-controls.tsx';
import type { RoomState } from '../../state/room-state.ts';
import { betterWeights, drawExample, forwardPass } from './example.ts';
import { figureOf } from './figure.ts';
import { code } from './in-code.ts';
import { narrate } from './narration.ts';
import { OwnNumbers } from './own-numbers.tsx';
import { fields } from './settings.ts';
import './forward-pass.css';

function ForwardPass({ state }: { readonly state: RoomState<typeof fields> }): JSX.Element {
  const { seed, own, at } = state.signals;
  const example = useMemo(() => own.value ?? drawExample(seed.value), [own.value, seed.value]);
  const { better, first, second, steps } = useMemo(() => {
    const found = betterWeights(example);
    const passes = [example.weights, found].map((weights) => forwardPass(example, weights));
    const [before, after] = passes;
    return { better: found, first: before, second: after, steps: narrate(example, before, after) };
  }, [example]);
  const draw = useCallback(
    () => state.set({ seed: (state.signals.seed.peek() + 1) % 100_000, own: undefined, at: 0 }),
    [state],
  );
  const step = steps[at.value];
  const pass = step.isBetter ? second : first;
  const weights = step.isBetter ? better : example.weights;
  return (
    <div class="forward-pass">
      <StepControls at={at} count={steps.length} title={step.title} pace={2500} reseed={draw} beyond={draw} />
      <div class="forward-stage">
        <div>
          <NetworkFigure
            label={`The network, step ${at.value + 1}: ${step.title}`}
            {...figureOf(example, weights, pass, step)}
          />
          <dl class="readings">
            <div>
              <dt>target y</dt>
              <dd>{shortNumber(example.target)}</dd>
            </div>
            <div>
              <dt>output ŷ</dt>
              <dd data-reading="output">{step.known.includes('ŷ') ? shortNumber(pass.output.value) : '…'}</dd>
            </div>
            <div>
              <dt>squared error</dt>
              <dd data-reading="error">{step.isJudged ? shortNumber(pass.error) : '…'}</dd>
            </div>
          </dl>
        </div>
        <section aria-label="What happens" class="explained">
          <h2 class="heading">
            {at.value + 1}. {step.title}
          </h2>
          <p aria-live="polite">{step.says}</p>
          {step.formulas.map((formula) => (
            <Formula key={formula} block tex={formula} />
          ))}
        </section>
      </div>
      <OwnNumbers
        example={example}
        isOwn={own.value !== undefined}
        change={(changed) => state.set({ own: changed })}
        restore={() => state.set({ own: undefined })}
        draw={draw}
      />
    </div>
  );
}

export const forwardPassRoom: Room<typeof fields> = {
  fields,
  lead: 'How a network computes: follow one data point through every product, sum and sigmoid. Step on and back, or change any number.',
  View: ForwardPass,
  code,
  questions: [
    {
      ask: 'A network has 10 inputs, a hidden layer of 50 units and an output layer of 3, all with ReLU. What are the shapes of X, of the hidden layer’s weights and biases, of the output layer’s, and of Y? Which equation gives Y?',
      answer:
        'With m rows at once, X is m × 10. The hidden layer has W₁ of 10 × 50 and b₁ of 50, the output layer W₂ of 50 × 3 and b₂ of 3, and Y is m × 3. Y = ReLU(ReLU(X W₁ + b₁) W₂ + b₂), where the biases are added to every row.',
    },
    {
      ask: 'How many output units does it take to tell spam from other mail, and with which activation? How many for the digits of MNIST? And to predict the price of a house?',
      answer:
        'Spam: one, with a sigmoid, whose output is the probability of spam. MNIST: ten, one for each digit, with softmax, so that they are probabilities that add up to one. A price: one, without activation, as a price may be any number (or with ReLU or softplus, if it must not be negative).',
    },
  ],
};
