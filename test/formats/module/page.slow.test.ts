/** A module stands in a page as it is, and predicts there what the model does in Node. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { MLPClassifier } from '../../../src/estimators/mlp/mlp-classifier.ts';
import { makePipeline } from '../../../src/estimators/pipeline.ts';
import { toModule } from '../../../src/formats/module/to-module.ts';
import { StandardScaler } from '../../../src/preprocessing/standard-scaler.ts';

const browser = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

test.skipIf(browser === undefined)('in a page (needs chromium)', async () => {
  const X = Array.from({ length: 20 }, (_, i) => [Math.sin(i), Math.cos(i)]);
  const y = X.map(([a, b]) => (a > b ? '</script>' : 'größer'));
  const network = new MLPClassifier({
    hiddenLayerSizes: [5],
    maxIter: 30,
    randomState: 1,
    onWarning: () => {},
  });
  const model = await makePipeline(new StandardScaler(), network).fit(X, y);
  const use = `window.result = predict(${JSON.stringify(X)});`;
  const chrome = await chromium.launch({ executablePath: browser, args: ['--no-sandbox'] });
  try {
    const page = await chrome.newPage();
    await page.setContent(`<meta charset="utf-8"><script type="module">${toModule(model)}${use}</script>`);
    await page.waitForFunction('window.result !== undefined', undefined, { timeout: 60_000 });
    expect(await page.evaluate('window.result')).toEqual(await model.predict(X));
  } finally {
    await chrome.close();
  }
});
