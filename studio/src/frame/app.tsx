/** The page: the bar, and the room that the address names, loaded when one gets there. */
import { effect, useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Afterwards } from '../parts/afterwards.tsx';
import { place, restate } from '../state/address.ts';
import type { Fields } from '../state/field.ts';
import { RoomState } from '../state/room-state.ts';
import { Bar } from './bar.tsx';
import { Keys } from './keys.tsx';
import { type Room, type RoomEntry, rooms, sideRooms, startRoom } from './rooms.ts';

type Loaded = { readonly entry: RoomEntry; readonly room: Room; readonly state: RoomState<Fields> };

export function App(): JSX.Element {
  const shown = useSignal<Loaded | undefined>(undefined);
  const failure = useSignal<string | undefined>(undefined);
  const keys = useRef<HTMLDialogElement>(null);
  const wanted = place.value.room === '' ? startRoom : place.value.room;
  const entry = [...rooms, ...sideRooms].find(({ id }) => id === wanted);

  useEffect(() => {
    if (entry === undefined) return;
    let isWanted = true;
    failure.value = undefined;
    entry.load().then(
      (room) => {
        if (!isWanted) return;
        const plain = room as unknown as Room;
        shown.value = { entry, room: plain, state: new RoomState(plain.fields, place.peek().query) };
        document.title = `${entry.title} · Hebb studio`;
      },
      (error: unknown) => {
        if (isWanted) failure.value = error instanceof Error ? error.message : String(error);
      },
    );
    return () => {
      isWanted = false;
    };
  }, [wanted]);

  useSignalEffect(() => {
    const now = shown.value;
    if (now === undefined) return;
    const stopReading = effect(() => {
      const { room, query } = place.value;
      if ((room === '' ? startRoom : room) === now.entry.id) now.state.read(query);
    });
    const stopWriting = effect(() => {
      const query = now.state.query.value;
      if ((place.peek().room || startRoom) === now.entry.id) restate(now.entry.id, query);
    });
    return () => {
      stopReading();
      stopWriting();
    };
  });

  return (
    <>
      <Bar room={wanted} showKeys={() => keys.current?.showModal()} />
      <main>
        {entry === undefined ? (
          <Message title="There is no such room">
            <a href={`#${startRoom}`}>Go to the playground</a>
          </Message>
        ) : failure.value !== undefined ? (
          <Message title={`${entry.title} could not be loaded`}>
            {failure.value}{' '}
            <button type="button" class="plain" onClick={() => location.reload()}>
              Try again
            </button>
          </Message>
        ) : shown.value?.entry === entry ? (
          <Shown {...shown.value} />
        ) : (
          <p class="state" role="status">
            {entry.title} …
          </p>
        )}
      </main>
      <Keys dialog={keys} />
    </>
  );
}

function Shown({ entry, room, state }: Loaded): JSX.Element {
  const { View } = room;
  const at = rooms.indexOf(entry);
  const [before, after] = [rooms[at - 1], rooms[at + 1]];
  return (
    <article class="room" key={entry.id}>
      <header>
        <h1>{entry.title}</h1>
        <p>{room.lead}</p>
      </header>
      <View state={state} />
      <Afterwards code={room.code} questions={room.questions ?? []} />
      <nav class="ways" aria-label="Next room">
        <span>{before && <a href={`#${before.id}`}>← {before.title}</a>}</span>
        <span>{after && <a href={`#${after.id}`}>{after.title} →</a>}</span>
      </nav>
    </article>
  );
}

function Message({
  title,
  children,
}: {
  readonly title: string;
  readonly children: preact.ComponentChildren;
}): JSX.Element {
  return (
    <div class="state" role="alert">
      <h1>{title}</h1>
      <p>{children}</p>
    </div>
  );
}
