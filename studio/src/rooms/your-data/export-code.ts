/** A plan as TypeScript that does the same: its model is written as it is made. The tests run what it writes. */
import { plannedModel, type TrainingPlan } from 'hebb';
import { SourceText, text } from './source-text.ts';

/** @param source the file's name, or a sample's */
export function codeFor(plan: TrainingPlan, source: string): string {
  const { target, used, task, stratify, testSize, randomState, droppedRows } = plan;
  const isClasses = task === 'classification';
  const loader = { penguins: 'loadPenguins', diamonds: 'loadDiamonds' }[source];
  const { steps } = plannedModel(plan);
  const model = new SourceText();
  const score = isClasses ? 'accuracyScore' : 'r2Score';
  const written = steps.map(([name, step]) => `const ${name} = ${model.of(step)};`);
  const names = [...model.classes, 'Pipeline', score, 'save', 'trainTestSplit'];
  if (isClasses) names.push('type Label');
  return [
    "import { writeFile } from 'node:fs/promises';",
    `import {\n${[...new Set(names)]
      .sort(byName)
      .map((name) => `  ${name},`)
      .join('\n')}\n} from 'hebb';`,
    loader ? `import { ${loader} } from 'hebb/datasets';` : "import { readTable } from 'hebb/node';",
    '',
    ...tableLines(
      droppedRows,
      target,
      loader ? `${loader}()` : `readTable(${text(source)})`,
      loader !== undefined,
    ),
    `const X = table.select(${used.map(text).join(', ')});`,
    `const y = table.column(${text(target)}).toArray() as ${isClasses ? 'Label' : 'number'}[];`,
    'const [XTrain, XTest, yTrain, yTest] = trainTestSplit(X, y, {',
    `  testSize: ${testSize},`,
    `  randomState: ${randomState},`,
    ...(stratify ? ['  stratify: y,'] : []),
    '});',
    '',
    ...written,
    'const model = new Pipeline([',
    ...steps.map(([name]) => `  [${text(name)}, ${name}],`),
    ']);',
    'await model.fit(XTrain, yTrain);',
    '',
    `const predictions = await model.predict(XTest);`,
    `console.log(${score}(yTest, predictions${isClasses ? '' : ' as Float64Array'}));`,
    `await writeFile('model.hebb', save(model));`,
    '',
  ].join('\n');
}

/** By the name that comes in, whether it is a type or a value. */
function byName(a: string, b: string): number {
  const [one, other] = [a, b].map((name) => name.replace('type ', '').toLowerCase());
  return one < other ? -1 : one > other ? 1 : 0;
}

/** @param isSample whether what is loaded has more than the table */
function tableLines(droppedRows: number, target: string, reading: string, isSample: boolean): string[] {
  if (droppedRows === 0) return [`const ${isSample ? '{ table }' : 'table'} = await ${reading};`];
  return [
    `const ${isSample ? '{ table: all }' : 'all'} = await ${reading};`,
    `const target = all.column(${text(target)});`,
    'const table = all.filter((_, row) => !target.isMissing(row));',
  ];
}
