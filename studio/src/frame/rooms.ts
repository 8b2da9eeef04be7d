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

export const rooms: readonly RoomEntry[] = [
  {
    id: 'neurons',
    title: 'Neurons',
    load: async () => (await import('../rooms/neurons/room.tsx')).neurons as unknown as Room<never>,
  },
  {
    id: 'perceptron',
    title: 'Perceptron',
    load: async () => (await import('../rooms/perceptron/room.tsx')).perceptron as unknown as Room<never>,
  },
  {
    id: 'activations',
    title: 'Activations',
    load: async () => (await import('../rooms/activations/room.tsx')).activations as unknown as Room<never>,
  },
  {
    id: 'descent',
    title: 'Descent',
    load: async () => (await import('../rooms/descent/room.tsx')).descent as unknown as Room<never>,
  },
  {
    id: 'backpropagation',
    title: 'Backpropagation',
    load: async () =>
      (await import('../rooms/backpropagation/room.tsx')).backpropagation as unknown as Room<never>,
  },
  {
    id: 'forward-pass',
    title: 'Forward pass',
    load: async () =>
      (await import('../rooms/forward-pass/room.tsx')).forwardPassRoom as unknown as Room<never>,
  },
  {
    id: 'playground',
    title: 'Playground',
    load: async () => (await import('../rooms/playground/room.tsx')).playground as unknown as Room<never>,
  },
  {
    id: 'digits',
    title: 'Digits',
    load: async () => (await import('../rooms/digits/room.tsx')).digits as unknown as Room<never>,
  },
  {
    id: 'your-data',
    title: 'Your data',
    load: async () => (await import('../rooms/your-data/room.tsx')).yourData as unknown as Room<never>,
  },
];

/** What is reached by address only: it is no part of the path. */
export const sideRooms: readonly RoomEntry[] = [
  {
    id: 'live',
    title: 'Live',
    load: async () => (await import('../rooms/live/room.tsx')).live as unknown as Room<never>,
  },
];

/** Where a visit without an address begins. */
export const startRoom = 'playground';
