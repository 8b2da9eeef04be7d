/** How fast it runs. */
import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Speed } from './trainer.ts';

const names: Readonly<Record<Speed, string>> = { slow: 'slow', usual: 'usual speed', full: 'full speed' };

export function SpeedSelect({ speed }: { readonly speed: Signal<Speed> }): JSX.Element {
  return (
    <select
      class="plain"
      aria-label="Speed"
      value={speed.value}
      onChange={({ currentTarget }) => {
        speed.value = currentTarget.value as Speed;
      }}
    >
      {Object.entries(names).map(([value, name]) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </select>
  );
}
