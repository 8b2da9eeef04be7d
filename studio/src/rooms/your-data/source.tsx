/** Where a table comes from: a file dropped or chosen, or a sample. And while it is read: how far. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { DataSession } from './session.ts';

export function Source({ session }: { readonly session: DataSession }): JSX.Element {
  const reading = session.reading.value;
  const refusal = session.refusals.value.read;
  return (
    <>
      {reading ? <Reading session={session} {...reading} /> : <DropPlace session={session} />}
      {refusal !== undefined && (
        <div class="note alarm" role="alert">
          <p>{refusal}</p>
          <p>Choose another file, or look around with a sample.</p>
        </div>
      )}
      <p class="promise">
        The file is read by this page, on this machine. Nothing of it is sent anywhere, kept, or written into
        the address; when the page is closed, it is gone.
      </p>
    </>
  );
}

function DropPlace({ session }: { readonly session: DataSession }): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const isOver = useSignal(false);
  return (
    <section
      class={isOver.value ? 'drop over' : 'drop'}
      aria-label="Table to learn from"
      onDragOver={(event) => {
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => {
        isOver.value = false;
      }}
      onDrop={(event) => {
        event.preventDefault();
        isOver.value = false;
        const file = event.dataTransfer?.files[0];
        if (file !== undefined) session.choose(file);
      }}
    >
      <p class="large">Drop a table here</p>
      <p>
        CSV or Parquet, also JSON lines, Arrow and ARFF, packed with gzip or not; one row a case, one column
        to predict. Up to 150 MB.
      </p>
      <input
        ref={input}
        type="file"
        class="unseen"
        tabIndex={-1}
        aria-label="File with a table"
        accept=".csv,.tsv,.txt,.parquet,.jsonl,.ndjson,.arrow,.feather,.arff,.gz"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          currentTarget.value = '';
          if (file !== undefined) session.choose(file);
        }}
      />
      <p class="buttons">
        <button type="button" class="plain main" onClick={() => input.current?.click()}>
          Choose a file
        </button>
        <button type="button" class="plain" onClick={() => session.chooseSample('penguins')}>
          Sample: 344 penguins
        </button>
        <button type="button" class="plain" onClick={() => session.chooseSample('diamonds')}>
          Sample: 53,940 diamonds
        </button>
      </p>
    </section>
  );
}

function Reading({
  session,
  name,
  share,
}: {
  readonly session: DataSession;
  readonly name: string;
  readonly share: number;
}): JSX.Element {
  const isKnown = Number.isFinite(share);
  return (
    <section class="drop" aria-label="Table to learn from" aria-busy="true">
      <p class="large" role="status">
        Reading {name} …
      </p>
      <progress aria-label={`How much of ${name} is read`} {...(isKnown && { max: 1, value: share })} />
      <p class="buttons">
        <button type="button" class="plain" onClick={() => session.leave()}>
          Cancel
        </button>
      </p>
    </section>
  );
}
