/** A formula, typeset as MathML by KaTeX, which is loaded when the first one is shown. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** @param tex LaTeX; shown as it is until the typesetter is there */
export function Formula({
  tex,
  block = false,
}: {
  readonly tex: string;
  readonly block?: boolean;
}): JSX.Element {
  const html = useSignal('');
  useEffect(() => {
    let isWanted = true;
    import('katex').then(({ default: katex }) => {
      if (isWanted) html.value = katex.renderToString(tex, { output: 'mathml', displayMode: block });
    });
    return () => {
      isWanted = false;
    };
  }, [tex, block]);
  const box = useRef<HTMLDivElement & HTMLSpanElement>(null);
  useEffect(() => {
    // What is wider than its place can be scrolled, by keyboard too.
    const { current } = box;
    if (current === null) return;
    if (current.scrollWidth > current.clientWidth && block) current.tabIndex = 0;
    else current.removeAttribute('tabindex');
  }, [html.value, block]);
  const Tag = block ? 'div' : 'span';
  if (html.value === '')
    return (
      <Tag ref={box} class="formula">
        {tex}
      </Tag>
    );
  // KaTeX's MathML of a formula that the studio wrote itself.
  return <Tag ref={box} class="formula" dangerouslySetInnerHTML={{ __html: html.value }} />;
}
