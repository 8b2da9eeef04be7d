/** The playground: a small network learns in the plane, and everything about it can be changed. */
import { effect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Room } from '../../frame/rooms.ts';
import { RunControls } from '../../parts/run-controls.tsx';
import type { RoomState } from '../../state/room-state.ts';
import './playground.css';
import { Advice } from './advice.tsx';
import { DataColumn } from './data-column.tsx';
import { Hideable } from './hideable.tsx';
import { NetworkStage } from './network-stage.tsx';
import { OutputColumn } from './output-column.tsx';
import { Panels } from './panels.tsx';
import { Readings } from './readings.tsx';
import { RunLog } from './run-log.ts';
import { TrainingSession } from './session.ts';
import { fields } from './settings.ts';
import { SpeedSelect } from './speed-select.tsx';

type State = RoomState<typeof fields>;

function Playground({ state }: { readonly state: State }): JSX.Element {
  const session = useMemo(() => new TrainingSession(state), [state]);
  const log = useMemo(() => new RunLog(), [session]);
  useEffect(() => {
    session.play();
    const stop = effect(() => {
      const snapshot = session.snapshot.value;
      if (snapshot !== undefined) log.note(snapshot, state.values);
    });
    return () => {
      stop();
      session.close();
    };
  }, [session, log, state]);
  const actions = useMemo(
    () => ({
      toggle: () => session.toggle(),
      step: () => session.step(),
      rewind: () => session.rewind(),
      reseed: () => state.set({ seed: (state.signals.seed.peek() + 1) % 100_000 }),
    }),
    [session, state],
  );
  return (
    <div class="desk playground">
      <div>
        <div class="top">
          <RunControls isRunning={session.isRunning.value} actions={actions}>
            <SpeedSelect speed={session.speed} />
          </RunControls>
          <Readings session={session} state={state} />
        </div>
        <div class="columns">
          <DataColumn state={state} />
          <NetworkStage state={state} session={session} />
          <OutputColumn state={state} session={session} />
        </div>
        <Hideable name="panels" state={state}>
          <Panels state={state} session={session} />
        </Hideable>
      </div>
      <aside class="margin">
        <Advice state={state} session={session} log={log} reseed={actions.reseed} />
      </aside>
    </div>
  );
}

export const playground: Room<typeof fields> = {
  fields,
  lead: 'Watch each unit learn a piece of the pattern. Change anything while it runs: the data, the layers, the learning rate.',
  View: Playground,
};
