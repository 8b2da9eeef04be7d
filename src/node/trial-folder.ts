/**
 * A folder that keeps the outcomes of trials: one small file each, written whole or not at all, so that a process
 * may end at any moment and the next one goes on. A file `study.json` says whose outcomes they are.
 */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HebbError } from '../core/errors.ts';
import type { Json } from '../core/model-state.ts';
import { readJson, writeJson } from '../formats/faithful-json.ts';
import type { TrialOutcome } from '../selection/trial.ts';
import type { TrialStore } from '../selection/trial-platform.ts';
import { writeFileAtomic } from './atomic-write.ts';
import { readError, writeError } from './file-error.ts';

const studyFile = 'study.json';
const trialFile = /^trial-([0-9a-f]{32})\.json$/;

/**
 * The outcomes kept in a folder, which is made if it isn't there.
 *
 * @param study tells this study from others
 * @throws HebbError `INVALID_VALUE` for a folder that holds another study's outcomes; `FILE_ERROR`
 */
export async function openTrialFolder(folder: string, study: string): Promise<TrialStore> {
  await mkdir(folder, { recursive: true }).catch((cause) => {
    throw writeError(folder, cause);
  });
  const names = await readdir(folder).catch((cause) => {
    throw readError(folder, cause);
  });
  const file = (name: string): string => join(folder, name);
  if (names.includes(studyFile)) {
    const kept = await contentOf(file(studyFile));
    if (kept?.study !== study) {
      throw new HebbError(
        'INVALID_VALUE',
        `'${folder}' keeps the trials of another search: its data, estimator or scores were different. Name another folder, or delete this one.`,
      );
    }
  } else await writeFileAtomic(file(studyFile), writeJson({ study }));
  const outcomes = new Map<string, TrialOutcome>();
  for (const name of names) {
    const key = trialFile.exec(name)?.[1];
    if (key === undefined) continue;
    const outcome = await contentOf(file(name));
    if (isOutcome(outcome)) outcomes.set(key, outcome as unknown as TrialOutcome);
  }
  return {
    read: (key) => outcomes.get(key),
    write: (key, outcome) =>
      writeFileAtomic(file(`trial-${key}.json`), writeJson(outcome as unknown as Json)),
  };
}

/** What a file holds; undefined if that is no JSON object, so that a damaged trial is run again. */
async function contentOf(path: string): Promise<Record<string, Json> | undefined> {
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw readError(path, cause);
  });
  try {
    const content = readJson(text);
    return typeof content === 'object' && content !== null ? (content as Record<string, Json>) : undefined;
  } catch {
    return undefined;
  }
}

function isOutcome(content: Record<string, Json> | undefined): boolean {
  const isScores = (value: unknown): boolean =>
    Object.values(Object(value)).every((score) => typeof score === 'number');
  return (
    content !== undefined &&
    typeof content.fitTime === 'number' &&
    typeof content.scoreTime === 'number' &&
    isScores(content.testScores) &&
    isScores(content.trainScores) &&
    (content.failure === null || typeof content.failure === 'string')
  );
}
