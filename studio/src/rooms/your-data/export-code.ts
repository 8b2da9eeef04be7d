/** A plan as TypeScript that does the same. The tests run what it writes. */
import type { ColumnUse, TrainingPlan } from 'hebb';

type Part = 'numbers' | 'dates' | 'categories';

const parts: Readonly<Record<Exclude<ColumnUse, 'dropped'>, Part>> = {
  number: 'numbers',
  flag: 'numbers',
  date: 'dates',
  category: 'categories',
};

const makers: Readonly<Record<Part, string>> = {
  numbers: `const numbers = (options: SimpleImputerOptions) =>
  makePipeline(new SimpleImputer(options), new StandardScaler());`,
  dates: `const dates = (options: SimpleImputerOptions) =>
  makePipeline(
    new DateFeatures({ parts: ['days', 'month', 'weekday', 'hour'] }),
    new SimpleImputer(options),
    new StandardScaler(),
  );`,
  categories: `const categories = (options: SimpleImputerOptions) =>
  makePipeline(
    new SimpleImputer(options),
    new OneHotEncoder({ handleUnknown: 'infrequent_if_exist', maxCategories: 50 }),
  );`,
};

/** @param source the file's name, or a sample's */
export function codeFor(plan: TrainingPlan, source: string): string {
  const { target, used, task, network, stratify, testSize, randomState, droppedRows, columns } = plan;
  const isClasses = task === 'classification';
  const loader = { penguins: 'loadPenguins', diamonds: 'loadDiamonds' }[source];
  const targetType = isClasses ? 'Label' : 'number';
  const entries = entriesOf(plan);
  const kinds = (['numbers', 'dates', 'categories'] as const).filter((kind) =>
    columns.some(({ use }) => use !== 'dropped' && parts[use] === kind),
  );
  const names = [
    isClasses ? 'accuracyScore' : 'r2Score',
    isClasses && 'type Label',
    kinds.includes('dates') && 'DateFeatures',
    isClasses ? 'MLPClassifier' : 'MLPRegressor',
    'makeColumnTransformer',
    'makePipeline',
    kinds.includes('categories') && 'OneHotEncoder',
    'SimpleImputer',
    'type SimpleImputerOptions',
    kinds.some((kind) => kind !== 'categories') && 'StandardScaler',
    'save',
    !isClasses && 'TransformedTargetRegressor',
    'trainTestSplit',
  ].filter(Boolean);
  const options = Object.entries(network).map(([name, value]) => `  ${name}: ${text(value)},`);
  const net = `new ${isClasses ? 'MLPClassifier' : 'MLPRegressor'}({\n${options.join('\n')}\n})`;
  return [
    "import { writeFile } from 'node:fs/promises';",
    `import {\n${names.map((name) => `  ${name},`).join('\n')}\n} from 'hebb';`,
    loader ? `import { ${loader} } from 'hebb/datasets';` : "import { readTable } from 'hebb/node';",
    '',
    ...tableLines(
      droppedRows,
      target,
      loader ? `${loader}()` : `readTable(${text(source)})`,
      loader !== undefined,
    ),
    `const X = table.select(${used.map(text).join(', ')});`,
    `const y = table.column(${text(target)}).toArray() as ${targetType}[];`,
    'const [XTrain, XTest, yTrain, yTest] = trainTestSplit(X, y, {',
    `  testSize: ${testSize},`,
    `  randomState: ${randomState},`,
    ...(stratify ? ['  stratify: y,'] : []),
    '});',
    '',
    ...kinds.map((kind) => makers[kind]),
    `const columns = makeColumnTransformer(\n${entries.join('\n')}\n);`,
    `const network = ${net};`,
    `const model = makePipeline(columns, ${isClasses ? 'network' : 'new TransformedTargetRegressor({ regressor: network })'});`,
    'await model.fit(XTrain, yTrain);',
    '',
    `const predictions = await model.predict(XTest);`,
    `console.log(${isClasses ? 'accuracyScore' : 'r2Score'}(yTest, predictions${isClasses ? '' : ' as Float64Array'}));`,
    `await writeFile('model.hebb', save(model));`,
    '',
  ].join('\n');
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

function entriesOf({ columns }: TrainingPlan): string[] {
  const kinds: readonly (readonly [use: ColumnUse, marksMissing: boolean, maker: string])[] = [
    ['number', false, "numbers({ strategy: 'median' })"],
    ['number', true, "numbers({ strategy: 'median', addIndicator: true })"],
    ['flag', false, "numbers({ strategy: 'most_frequent' })"],
    ['flag', true, "numbers({ strategy: 'most_frequent', addIndicator: true })"],
    ['date', false, "dates({ strategy: 'median' })"],
    ['date', true, "dates({ strategy: 'median', addIndicator: true })"],
    ['category', false, "categories({ strategy: 'most_frequent' })"],
    ['category', true, "categories({ strategy: 'constant', fillValue: '(missing)' })"],
  ];
  return kinds.flatMap(([use, marksMissing, maker]) => {
    const names = columns.filter((one) => one.use === use && one.marksMissing === marksMissing);
    return names.length === 0 ? [] : [`  [${maker}, [${names.map(({ name }) => text(name)).join(', ')}]],`];
  });
}

/** A value as TypeScript has it. */
function text(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value).replaceAll(',', ', ');
  const inner = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}
