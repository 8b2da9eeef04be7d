/** The rooms in the chapter's order, and how each is loaded. A room is one line here and one folder. */
import type { FunctionComponent } from 'preact';
import type { Fields } from '../state/field.ts';
import type { RoomState } from '../state/room-state.ts';

/** What a room's folder gives. */
export interface Room<F extends Fields = Fields> {
  readonly fields: F;
  /** One sentence that says what to try. */
  readonly lead: string;
  readonly View: FunctionComponent<{ readonly state: RoomState<F> }>;
}

export interface RoomEntry {
  readonly id: string;
  readonly title: string;
  load(): Promise<Room<never>>;
}

export const rooms: readonly RoomEntry[] = [
  {
    id: 'playground',
    title: 'Playground',
    load: async () => (await import('../rooms/playground/room.tsx')).playground as unknown as Room<never>,
  },
];

/** Where a visit without an address begins. */
export const startRoom = 'playground';
