/** The training: run it, hold it, end it, and its curves while it runs. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { Chart } from '../../parts/chart.tsx';
import { fixedNumber, shortNumber } from '../../parts/number-text.ts';
import { RunControls } from '../../parts/run-controls.tsx';
import type { DataSession } from './session.ts';

export function TrainingPanel({
  session,
  reseed,
}: {
  readonly session: DataSession;
  readonly reseed: () => void;
}): JSX.Element {
  const actions = useMemo(
    () => ({
      toggle: () => session.toggle(),
      step: () => session.play(1),
      rewind: () => session.rewind(),
      reseed,
    }),
    [session, reseed],
  );
  const epochs = session.epochs.value;
  const last = epochs.at(-1);
  const plan = session.plan.value;
  const refusal = session.refusals.value.train;
  const trained = session.trained.value;
  return (
    <section aria-label="Training">
      <h2>Training</h2>
      <div class="top">
        <RunControls isRunning={session.isRunning.value} actions={actions}>
          {session.isUnderWay.value && (
            <button type="button" class="plain wide" onClick={() => session.finish()}>
              Stop here and score
            </button>
          )}
        </RunControls>
        <dl class="readings" aria-label="Where the training is">
          <div>
            <dt>Epoch</dt>
            <dd data-reading="epoch">{last?.epoch ?? 0}</dd>
          </div>
          <div>
            <dt>Training loss</dt>
            <dd data-reading="loss">{last === undefined ? '–' : shortNumber(last.loss)}</dd>
          </div>
          {plan?.network.earlyStopping && (
            <div>
              <dt>{plan.task === 'regression' ? 'R² held out' : 'Accuracy held out'}</dt>
              <dd data-reading="score">{last?.score === undefined ? '–' : fixedNumber(last.score, 3)}</dd>
            </div>
          )}
        </dl>
      </div>
      {epochs.length > 1 && <Curves session={session} />}
      <p class="soft" role="status">
        {trained !== undefined
          ? `Trained ${trained.epochs} epochs in ${shortNumber(trained.seconds)} s, on this machine.`
          : session.isUnderWay.value
            ? session.isRunning.value
              ? 'Training …'
              : 'Paused.'
            : 'Ready: press play.'}
      </p>
      {refusal !== undefined && (
        <div class="note alarm" role="alert">
          <p>{refusal}</p>
          <p>A smaller learning rate, or leaving a column out, may help.</p>
        </div>
      )}
    </section>
  );
}

/** At most so many points a line. */
const mostPoints = 150;

function Curves({ session }: { readonly session: DataSession }): JSX.Element {
  const all = session.epochs.value;
  const plan = session.plan.value;
  const step = Math.ceil(all.length / mostPoints);
  const epochs = all.filter((_, i) => i % step === 0 || i === all.length - 1);
  const xs = epochs.map(({ epoch }) => epoch);
  const losses = epochs.map(({ loss }) => loss);
  const scores = epochs.flatMap(({ score }) => (score === undefined ? [] : [score]));
  const isLog = Math.min(...losses) > 0 && Math.max(...losses) / Math.min(...losses) > 20;
  const scoreName = plan?.task === 'regression' ? 'R² on held-out rows' : 'accuracy on held-out rows';
  return (
    <div class="charts">
      <Chart
        label={`Training loss over ${all.length} epochs, now ${shortNumber(losses.at(-1) ?? Number.NaN)}`}
        x={{ label: 'epoch' }}
        y={{ label: 'training loss', isLog }}
        lines={[{ name: 'training loss', xs, ys: losses }]}
        height={220}
      />
      {scores.length > 1 && (
        <Chart
          label={`${scoreName} over ${all.length} epochs, now ${fixedNumber(scores.at(-1) ?? Number.NaN, 3)}`}
          x={{ label: 'epoch' }}
          y={{ label: scoreName }}
          lines={[{ name: scoreName, xs, ys: scores }]}
          height={220}
        />
      )}
    </div>
  );
}
