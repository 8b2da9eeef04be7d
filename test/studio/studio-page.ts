/** The built studio in a real browser, for tests: served as `hebb studio` serves it, errors of its pages collected. */
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StaticSite, serveFolder } from '../../src/node/static-site.ts';

/** Where a browser may be; undefined where there is none. */
export const browserPath: string | undefined = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find(existsSync);

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Pictures of the rooms, to look at after a run. */
const pictures = process.env.HEBB_STUDIO_PICTURES ?? join(tmpdir(), 'hebb-studio-pictures');

export const sizes = {
  wide: { width: 1440, height: 900 },
  narrow: { width: 390, height: 844 },
} as const;

export class StudioBrowser {
  readonly #site: StaticSite;
  readonly #browser: Browser;
  /** What pages complained of. */
  readonly complaints = new Set<string>();

  private constructor(site: StaticSite, browser: Browser) {
    this.#site = site;
    this.#browser = browser;
  }

  /** Starts a browser on the studio that `npm run build:studio` has built. */
  static async open(): Promise<StudioBrowser> {
    const site = await serveFolder(`${root}dist/studio`);
    const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
    return new StudioBrowser(site, browser);
  }

  get url(): string {
    return this.#site.url;
  }

  /** A page at a place of the studio, such as `#playground?d=xor`. */
  page(place = '', options: BrowserContextOptions = {}): Promise<Page> {
    return this.pageAt(`${this.#site.url}/${place}`, options);
  }

  /** A page at any address. */
  async pageAt(address: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({ viewport: sizes.wide, ...options });
    const page = await context.newPage();
    // Other tests run at the same time, and the machine may be a slow one.
    page.setDefaultTimeout(120_000);
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.add(message.text());
    });
    page.on('pageerror', (error) => this.complaints.add(error.stack ?? error.message));
    await page.goto(address);
    return page;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#site.close();
  }
}

/** Tests of the studio in one browser, which is there when they run; at their end no page may have complained. */
export function describeInBrowser(title: string, tests: (studio: () => StudioBrowser) => void): void {
  describe.skipIf(browserPath === undefined)(`${title} (needs a browser)`, () => {
    let studio: StudioBrowser;
    beforeAll(async () => {
      studio = await StudioBrowser.open();
    });
    afterAll(() => studio.close());
    tests(() => studio);
    test('no page complained', () => {
      expect([...studio.complaints]).toEqual([]);
    });
  });
}

/** A size and colours in which a room is seen. */
export type Look = readonly [size: keyof typeof sizes, colorScheme: 'light' | 'dark'];

export const looks: readonly Look[] = [
  ['wide', 'light'],
  ['wide', 'dark'],
  ['narrow', 'light'],
  ['narrow', 'dark'],
];

/**
 * Opens a room in a look: when it is `ready`, nothing in it sticks out of the page, and axe-core finds nothing serious.
 *
 * @param name of the picture that is taken
 */
export async function checkLook(
  studio: StudioBrowser,
  [size, colorScheme]: Look,
  { name, place, ready }: { name: string; place: string; ready: (page: Page) => Promise<unknown> },
): Promise<void> {
  const page = await studio.page(place, { viewport: sizes[size], colorScheme });
  await ready(page);
  await photograph(page, `${name}-${size}-${colorScheme}`);
  await checkPage(page);
  await page.context().close();
}

/** As it stands, nothing in the page sticks out of it, and axe-core finds nothing serious. */
export async function checkPage(page: Page): Promise<void> {
  expect(await accessFindings(page)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}

/** Serious findings of axe-core, a line each. */
export async function accessFindings(page: Page): Promise<string[]> {
  // As text, since the policy of the page forbids scripts from elsewhere.
  await page.evaluate(axe.source);
  const found = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'] }),
  );
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`);
}

/** A picture of the whole page, into a folder of the machine's own. */
export async function photograph(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}

/** A number that the page shows. */
export async function reading(page: Page, name: string): Promise<number> {
  const text = await page.locator(`[data-reading="${name}"]`).textContent();
  return Number((text ?? '').replace('−', '-').replace(/ ?%/, ''));
}
