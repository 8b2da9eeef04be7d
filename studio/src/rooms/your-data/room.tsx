/** Your data: a table of one's own is read, looked at, learned and judged, all on this machine. */
import type { JSX } from 'preact';
import { useCallback, useEffect, useId, useMemo } from 'preact/hooks';
import type { Room } from '../../frame/rooms.ts';
import type { RoomState } from '../../state/room-state.ts';
import './your-data.css';
import { cut } from './column-look.ts';
import { ColumnsTable } from './columns-table.tsx';
import { Downloads } from './downloads.tsx';
import { code } from './in-code.ts';
import { OutcomePanel } from './outcome-panel.tsx';
import { counted } from './sentences.ts';
import { DataSession } from './session.ts';
import { fields } from './settings.ts';
import { Source } from './source.tsx';
import { TrainingPanel } from './training-panel.tsx';
import { TryRow } from './try-row.tsx';
import { PlanPanel, WishesPanel } from './wishes-panel.tsx';

type State = RoomState<typeof fields>;

function YourData({ state }: { readonly state: State }): JSX.Element {
  const session = useMemo(() => new DataSession(state), [state]);
  useEffect(() => () => session.close(), [session]);
  return (
    <div class="your-data">
      {session.look.value === undefined ? (
        <Source session={session} />
      ) : (
        <Desk state={state} session={session} />
      )}
    </div>
  );
}

function Desk({ state, session }: { readonly state: State; readonly session: DataSession }): JSX.Element {
  const reseed = useCallback(() => state.set({ seed: (state.signals.seed.peek() + 1) % 100_000 }), [state]);
  return (
    <div class="desk">
      <div class="path">
        <TableHead session={session} />
        <ColumnsTable session={session} />
        {session.plan.value && <TrainingPanel session={session} reseed={reseed} />}
        <OutcomePanel session={session} />
        <TryRow session={session} />
        <Downloads session={session} />
      </div>
      <aside class="margin">
        <PlanPanel session={session} />
        <WishesPanel state={state} />
      </aside>
    </div>
  );
}

function TableHead({ session }: { readonly session: DataSession }): JSX.Element {
  const id = useId();
  const look = session.look.value;
  return (
    <section class="table-head" aria-label="Table">
      <p>
        <strong>{cut(look?.name ?? '')}</strong>
        <br />
        <span class="soft">
          {counted(look?.rows ?? 0, 'row')}, {counted(look?.columns.length ?? 0, 'column')}; read in{' '}
          {(look?.seconds ?? 0).toFixed(2)} s. It stays on this machine.
        </span>
      </p>
      <div class="control">
        <label class="label" for={id}>
          Column to predict
        </label>
        <select
          id={id}
          value={session.target.value}
          onChange={({ currentTarget }) => session.chooseTarget(currentTarget.value)}
        >
          {look?.columns.map(({ name }) => (
            <option key={name} value={name} selected={name === session.target.value}>
              {cut(name)}
            </option>
          ))}
        </select>
      </div>
      <button type="button" class="plain" onClick={() => session.leave()}>
        Another table
      </button>
    </section>
  );
}

export const yourData: Room<typeof fields> = {
  fields,
  lead: 'Bring a table of your own: choose the column to predict, press play, and see whether the network beats a guess.',
  View: YourData,
  code,
  questions: [
    {
      ask: 'Why is a network judged on rows that it has never seen?',
      answer:
        'Because it can learn the training rows by heart, noise included. Only other rows show whether what it found holds in general.',
    },
    {
      ask: 'What does a high accuracy say if nine of ten rows are of one class?',
      answer:
        'Little: always saying that class is right nine times of ten. This is why a baseline stands beside every score, and why the balanced accuracy counts each class alike.',
    },
    {
      ask: 'Is a column without importance of no use?',
      answer:
        'Not necessarily. Two columns that say the same can stand in for each other: when one is shuffled, the network still reads the other.',
    },
  ],
};
