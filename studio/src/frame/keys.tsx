/** The keys that every room knows, and the dialog that tells them. */
import type { JSX, RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** What the run controls of a room do. */
export interface RunActions {
  readonly toggle: () => void;
  readonly step: () => void;
  readonly rewind: () => void;
  /** Another start, such as another seed. */
  readonly reseed: () => void;
}

const described: readonly (readonly [key: string, does: string])[] = [
  ['Space', 'play or pause'],
  ['→', 'one step'],
  ['←', 'one step back, where there is one'],
  ['R', 'rewind to the same start'],
  ['S', 'another start: a seed, an example, an image'],
  ['?', 'these keys'],
];

/** Listens for the keys while a room is open; what is typed into a control stays there. */
export function useRunKeys(actions: RunActions): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const { target } = event;
      if (!(target instanceof HTMLElement) || document.querySelector('dialog[open]')) return;
      const isControl = target.closest('input, select, textarea, button, a, [tabindex="0"]') !== null;
      const action = actionOf(event.key, actions, isControl);
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [actions]);
}

/** ← is one step back, outside of controls. */
export function useBackKey(back: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const isFree =
        event.target instanceof HTMLElement && event.target.closest('input, select, button, a') === null;
      if (event.key !== 'ArrowLeft' || !isFree || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      back();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [back]);
}

function actionOf(key: string, actions: RunActions, isControl: boolean): (() => void) | undefined {
  if (key === 'r' || key === 'R') return isControl && isTyping() ? undefined : actions.rewind;
  if (key === 's' || key === 'S') return isControl && isTyping() ? undefined : actions.reseed;
  if (isControl) return undefined;
  if (key === ' ') return actions.toggle;
  if (key === 'ArrowRight') return actions.step;
  return undefined;
}

/** Letters go into a field, or choose in a list. */
function isTyping(): boolean {
  return (
    document.activeElement?.matches('input:not([type=range], [type=checkbox]), select, textarea') ?? false
  );
}

export function Keys({ dialog }: { readonly dialog: RefObject<HTMLDialogElement | null> }): JSX.Element {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key === '?' && !isTyping() && !dialog.current?.open) dialog.current?.showModal();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [dialog]);
  return (
    <dialog ref={dialog} aria-label="Keys">
      <h2>Keys</h2>
      <dl class="keys">
        {described.map(([key, does]) => (
          <>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit" class="plain">
          Close
        </button>
      </form>
    </dialog>
  );
}
