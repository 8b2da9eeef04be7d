/** How every room ends: the same thing in code, and questions of the chapter with answers that open. */
import type { JSX } from 'preact';
import { CodeBlock } from './code-block.tsx';

export interface Question {
  readonly ask: string;
  readonly answer: string;
}

export function Afterwards({
  code,
  questions,
}: {
  readonly code: string | undefined;
  readonly questions: readonly Question[];
}): JSX.Element {
  return (
    <div class="afterwards">
      {code !== undefined && (
        <details>
          <summary>In code</summary>
          <CodeBlock code={code} />
        </details>
      )}
      {questions.length > 0 && (
        <section aria-label="Questions">
          <h2>Questions</h2>
          {questions.map(({ ask, answer }) => (
            <details key={ask}>
              <summary>{ask}</summary>
              <p>{answer}</p>
            </details>
          ))}
        </section>
      )}
    </div>
  );
}
