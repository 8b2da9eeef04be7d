/**
 * Where one is: the room and what it says of itself, behind the `#` of the address. A room is a step in the
 * history, a setting is not. It knows no room's settings.
 */
import { signal } from '@preact/signals';

/** A place: `#playground?d=spiral` is the room `playground` with `d=spiral`. */
export interface Place {
  readonly room: string;
  readonly query: string;
}

function placeOf(hash: string): Place {
  const [room, ...query] = hash.replace(/^#/, '').split('?');
  return { room, query: query.join('?') };
}

function hashOf({ room, query }: Place): string {
  return query === '' ? `#${room}` : `#${room}?${query}`;
}

/** Where one is now. */
export const place = signal<Place>(placeOf(location.hash));

addEventListener('popstate', () => {
  place.value = placeOf(location.hash);
});

/** The room one is in says something else of itself. */
export function restate(room: string, query: string): void {
  const hash = hashOf({ room, query });
  if (hash === location.hash || (location.hash === '' && query === '')) return;
  history.replaceState(null, '', hash);
}
