/** Take it along: the same network as TypeScript, and its weights as files. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { CodeBlock } from '../../parts/code-block.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { codeOf } from './export-code.ts';
import type { PanelProps } from './panels.tsx';
import type { Settings } from './settings.ts';
import type { Snapshot } from './snapshot.ts';

export function ExportPanel({ state, session }: PanelProps): JSX.Element {
  const failure = useSignal('');
  const keep = async (write: (snapshot: Snapshot, settings: Settings) => Promise<void>): Promise<void> => {
    const snapshot = session.snapshot.peek();
    if (snapshot === undefined) return;
    try {
      failure.value = '';
      await write(snapshot, state.values);
    } catch (error) {
      failure.value = error instanceof Error ? error.message : String(error);
    }
  };
  return (
    <>
      <CodeBlock code={codeOf(state.values)} />
      <p>
        <button type="button" class="plain" onClick={() => keep(saveWeights)}>
          Weights (JSON)
        </button>{' '}
        <button type="button" class="plain" onClick={() => keep(saveHebb)}>
          Model (.hebb)
        </button>{' '}
        <button type="button" class="plain" onClick={() => keep(saveKeras)}>
          Model (.keras)
        </button>
      </p>
      <p role="alert">{failure}</p>
    </>
  );
}

async function saveWeights({ kernels, biases }: Snapshot): Promise<void> {
  const layers = kernels.map((kernel, k) => ({ kernel: Array.from(kernel), bias: Array.from(biases[k]) }));
  saveFile('weights.json', `${JSON.stringify(layers)}\n`, 'application/json');
}

async function saveHebb(snapshot: Snapshot, settings: Settings): Promise<void> {
  const { hebbFile } = await import('./export-model.ts');
  saveFile('playground.hebb', hebbFile(snapshot, settings), 'application/octet-stream');
}

async function saveKeras(snapshot: Snapshot, settings: Settings): Promise<void> {
  const { kerasFile } = await import('./export-model.ts');
  saveFile('playground.keras', await kerasFile(snapshot, settings), 'application/octet-stream');
}
