/** The rooms in the chapter's order, and how each is loaded. A room is one line here and one folder. */
import type { FunctionComponent } from 'preact';
import type { Question } from '../parts/afterwards.tsx';
import type { Fields } from '../state/field.ts';
import type { RoomState } from '../state/room-state.ts';

/** What a room's folder gives. */
export interface Room<F extends Fields = Fields> {
  readonly fields: F;
  /** One sentence that says what to try. */
  readonly lead: string;
  readonly View: FunctionComponent<{ readonly state: RoomState<F> }>;
  /** The same thing in a few lines of Hebb, which the tests run. */
  readonly code?: string;
  /** Questions of the chapter's exercises. */
  readonly questions?: readonly Question[];
}

export interface RoomEntry {
  readonly id: string;
  readonly title: string;
  load(): Promise<Room<never>>;
}

/** Each room has fields of its own; whoever opens one takes its state from the same record. */
function entry<F extends Fields>(id: string, title: string, load: () => Promise<Room<F>>): RoomEntry {
  return { id, title, load: load as unknown as RoomEntry['load'] };
}

export const rooms: readonly RoomEntry[] = [
  entry('neurons', 'Neurons', async () => (await import('../rooms/neurons/room.tsx')).neurons),
  entry('perceptron', 'Perceptron', async () => (await import('../rooms/perceptron/room.tsx')).perceptron),
  entry(
    'activations',
    'Activations',
    async () => (await import('../rooms/activations/room.tsx')).activations,
  ),
  entry('descent', 'Descent', async () => (await import('../rooms/descent/room.tsx')).descent),
  entry(
    'backpropagation',
    'Backpropagation',
    async () => (await import('../rooms/backpropagation/room.tsx')).backpropagation,
  ),
  entry(
    'forward-pass',
    'Forward pass',
    async () => (await import('../rooms/forward-pass/room.tsx')).forwardPassRoom,
  ),
  entry('playground', 'Playground', async () => (await import('../rooms/playground/room.tsx')).playground),
  entry('digits', 'Digits', async () => (await import('../rooms/digits/room.tsx')).digits),
  entry('your-data', 'Your data', async () => (await import('../rooms/your-data/room.tsx')).yourData),
];

/** What is reached by address only: it is no part of the path. */
export const sideRooms: readonly RoomEntry[] = [
  entry('live', 'Live', async () => (await import('../rooms/live/room.tsx')).live),
];

/** Where a visit without an address begins. */
export const startRoom = 'playground';
