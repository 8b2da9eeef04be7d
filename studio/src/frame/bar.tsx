/** The bar on top: the name, the rooms as a numbered path, theme, share, keys. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { place } from '../state/address.ts';
import { rooms } from './rooms.ts';
import { type Theme, theme } from './theme.ts';

const nextTheme: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const themeName: Readonly<Record<Theme, string>> = { system: 'Auto', light: 'Light', dark: 'Dark' };

export function Bar({
  room,
  showKeys,
}: {
  readonly room: string;
  readonly showKeys: () => void;
}): JSX.Element {
  const path = useRef<HTMLElement>(null);
  // On a phone the path is longer than the bar.
  useEffect(() => {
    path.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [room]);
  return (
    <header class="bar">
      <a class="name" href="#playground" aria-label="Hebb studio">
        <img src="./icon.svg" width="20" height="20" alt="" />
        <span>Hebb</span>
      </a>
      <nav ref={path} aria-label="Rooms">
        <ol>
          {rooms.map(({ id, title }, i) => (
            <li key={id}>
              <a href={`#${id}`} aria-current={id === room ? 'page' : undefined}>
                <span class="place-number">{i + 1}</span>
                {title}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <button
        type="button"
        class="quiet"
        aria-label={`Theme: ${themeName[theme.value]}`}
        onClick={() => {
          theme.value = nextTheme[theme.value];
        }}
      >
        {themeName[theme.value]}
      </button>
      <Share />
      <button type="button" class="quiet" aria-label="Keys" onClick={showKeys}>
        ?
      </button>
    </header>
  );
}

/** Copies the address, which says everything there is to say of what is on the page. */
function Share(): JSX.Element {
  const said = useSignal('Share');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(location.href);
      said.value = 'Link copied';
    } catch {
      said.value = 'Copy the address';
    }
    setTimeout(() => {
      said.value = 'Share';
    }, 2000);
  };
  return (
    <button type="button" class="quiet" onClick={copy} data-place={place.value.room}>
      <span aria-live="polite">{said}</span>
    </button>
  );
}
