/**
 * The four lines of TypeScript that load a saved model and predict with it. It knows nothing of the model.
 */
import type { Input } from './read-input.ts';
import { textArgumentOf } from './text-options.ts';

/** Lines that run as they are, in the folder where the model was trained. */
export function loadingLines(
  modelPath: string,
  { name, loader, options }: Pick<Input, 'name' | 'loader' | 'options'>,
): string {
  const load = `const model = await loadModel(${quote(modelPath)});`;
  const lines =
    loader === undefined
      ? [
          "import { loadModel, readTable } from 'hebb/node';",
          load,
          `const table = await readTable(${quote(name)}${textArgumentOf(options)});`,
          'console.log(await model.predict(table));',
        ]
      : [
          "import { loadModel } from 'hebb/node';",
          `import { ${loader} } from 'hebb/datasets';`,
          load,
          `console.log(await model.predict((await ${loader}()).table));`,
        ];
  return lines.join('\n');
}

function quote(text: string): string {
  return /['\\\p{Cc}]/u.test(text) ? JSON.stringify(text) : `'${text}'`;
}
