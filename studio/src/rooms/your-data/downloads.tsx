/** Take it along: the model as files for several programs, and code that does the same. */
import type { JSX } from 'preact';
import { CodeBlock } from '../../parts/code-block.tsx';
import type { FileKind } from './protocol.ts';
import type { DataSession } from './session.ts';

const files: readonly (readonly [format: FileKind, name: string, what: string])[] = [
  ['hebb', 'Model (.hebb)', 'everything, for load and hebb predict'],
  ['onnx', 'ONNX (.onnx)', 'everything, for ONNX Runtime'],
  ['mjs', 'JavaScript (.mjs)', 'everything, a module without dependencies'],
  ['keras', 'Network (.keras)', 'the network alone; Keras does not prepare the columns'],
];

export function Downloads({ session }: { readonly session: DataSession }): JSX.Element | null {
  if (session.plan.value === undefined || session.look.value === undefined) return null;
  const refusal = session.refusals.value.file;
  return (
    <section aria-label="Take it along">
      <h2>Take it along</h2>
      {session.trained.value && (
        <ul class="files">
          {files.map(([format, name, what]) => (
            <li key={format}>
              <button type="button" class="plain" onClick={() => session.download(format)}>
                {name}
              </button>
              <span class="soft">{what}</span>
            </li>
          ))}
        </ul>
      )}
      {refusal !== undefined && (
        <p class="note alarm" role="alert">
          {refusal} The .hebb file always works.
        </p>
      )}
      <details>
        <summary>The same in TypeScript</summary>
        <CodeBlock code={session.code.value} />
      </details>
    </section>
  );
}
