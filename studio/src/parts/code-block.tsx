/** Code to copy. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';

export function CodeBlock({ code }: { readonly code: string }): JSX.Element {
  const said = useSignal('Copy');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(code);
      said.value = 'Copied';
    } catch {
      said.value = 'Select it to copy';
    }
    setTimeout(() => {
      said.value = 'Copy';
    }, 2000);
  };
  return (
    <>
      <pre class="code">
        <code>{code}</code>
      </pre>
      <button type="button" class="plain" onClick={copy}>
        <span aria-live="polite">{said}</span>
      </button>
    </>
  );
}
