/** The thread that reads, plans and trains. The table stays here; the page gets summaries. */
import { type Label, permutationImportance, planTraining, type Table, type TrainingPlan } from 'hebb';
import { cut, lookAt } from './column-look.ts';
import { codeFor } from './export-code.ts';
import { rowTable, textsOf } from './one-row.ts';
import { outcomeOf } from './outcome.ts';
import type { Answer, Order, Prediction } from './protocol.ts';
import { readFile } from './read-file.ts';
import { Training } from './training.ts';

/** Rows on which the importance of columns is measured. */
const importanceRows = 1000;

let source = '';
let table: Table | undefined;
let plan: TrainingPlan | undefined;
let training: Training | undefined;
let isFitted = false;
let toldAt = 0;

function say(answer: Answer, transfer: Transferable[] = []): void {
  postMessage(answer, { transfer });
}

function tell(read: number, total: number): void {
  const now = performance.now();
  if (now - toldAt < 100) return;
  toldAt = now;
  say({ kind: 'reading', read, total });
}

async function read(order: Extract<Order, { kind: 'read' | 'sample' }>): Promise<void> {
  const start = performance.now();
  if (order.kind === 'read') {
    source = order.file.name;
    table = await readFile(order.file, tell);
  } else {
    const { loadDiamonds, loadPenguins } = await import('hebb/datasets');
    source = order.name;
    ({ table } = await (order.name === 'penguins' ? loadPenguins() : loadDiamonds()));
  }
  const columns = table.columns.map(lookAt);
  const seconds = (performance.now() - start) / 1000;
  say({ kind: 'table', look: { name: source, rows: table.rowCount, columns, seconds } });
}

function giveUp(): void {
  training?.giveUp();
  training = undefined;
  isFitted = false;
}

async function train(epochs: number): Promise<void> {
  if (training !== undefined) {
    if (!isFitted) training.allow(epochs);
    return;
  }
  if (table === undefined || plan === undefined) return;
  const start = performance.now();
  const own = new Training(table, plan, epochs, (epoch) => {
    if (!own.isGivenUp) say({ kind: 'epoch', epoch });
  });
  training = own;
  try {
    await own.run();
  } catch (error) {
    if (own.isGivenUp) return;
    training = undefined;
    throw error;
  }
  if (own.isGivenUp) return;
  isFitted = true;
  const seconds = (performance.now() - start) / 1000;
  const outcome = await outcomeOf(own.model, own.plan, own.train.y, own.test);
  if (own.isGivenUp) return;
  say({ kind: 'trained', outcome, seconds, epochs: own.epochs });
  await showRow(0);
  await weigh(own);
}

async function weigh(own: Training): Promise<void> {
  const { X, y } = own.test;
  const rows = Math.min(y.length, importanceRows);
  const { importancesMean, importancesStd } = await permutationImportance(own.model, X, y, {
    nRepeats: 3,
    randomState: own.plan.randomState,
    ...(rows < y.length && { maxSamples: rows }),
  });
  if (own.isGivenUp) return;
  const columns = X.columnNames
    .map((column, i) => ({ column, mean: importancesMean[i], std: importancesStd[i] }))
    .sort((a, b) => b.mean - a.mean);
  say({ kind: 'importance', columns, rows });
}

async function showRow(number: number): Promise<void> {
  if (training === undefined || !isFitted) return;
  const { X, y } = training.test;
  const row = number % y.length;
  const texts = textsOf(X, row);
  say({ kind: 'row', texts, truth: String(y[row]) });
  await predict(texts);
}

async function predict(texts: Readonly<Record<string, string>>): Promise<void> {
  if (training === undefined || !isFitted) return;
  const { model, test, plan: own } = training;
  const X = rowTable(texts, test.X.columns);
  const said = (await model.predict(X)) as ArrayLike<Label>;
  if (own.task === 'regression') {
    say({ kind: 'prediction', prediction: { value: said[0] as number, shares: [] } });
    return;
  }
  const shares = await model.predictProba(X);
  const { classes } = model.at(-1) as unknown as { readonly classes: ArrayLike<Label> };
  const prediction: Prediction = {
    value: cut(String(said[0])),
    shares: Array.from(classes, (label, i) => ({ label: cut(String(label)), share: shares.values[i] }))
      .sort((a, b) => b.share - a.share)
      .slice(0, 6),
  };
  say({ kind: 'prediction', prediction });
}

async function obey(order: Order): Promise<void> {
  switch (order.kind) {
    case 'read':
    case 'sample':
      return read(order);
    case 'plan':
      giveUp();
      plan = undefined;
      if (table === undefined) return;
      plan = planTraining(table, order.wishes);
      return say({ kind: 'plan', plan, code: codeFor(plan, source) });
    case 'train':
      return train(order.epochs);
    case 'pause':
      return training?.pause();
    case 'finish':
      return training?.finish();
    case 'row':
      return showRow(order.number);
    case 'try':
      return predict(order.texts);
    case 'file': {
      if (training === undefined || !isFitted) return;
      const { modelFile } = await import('./write-file.ts');
      const stem = source.replace(/\.[a-z]+(\.gz)?$/i, '') || 'model';
      const file = await modelFile(training.model, order.format, stem);
      say({ kind: 'file', ...file }, [file.bytes.buffer]);
    }
  }
}

const places = {
  read: 'read',
  sample: 'read',
  plan: 'plan',
  train: 'train',
  pause: 'train',
  finish: 'train',
  row: 'try',
  try: 'try',
  file: 'file',
} as const;

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  obey(data).catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    say({ kind: 'refusal', where: places[data.kind], message });
  });
});
