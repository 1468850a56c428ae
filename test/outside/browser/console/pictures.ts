import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

/** A stack that shares its machine takes its time. */
export const PATIENCE_MS = 180_000;

const modes = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  narrow: { colorScheme: 'light', viewport: { width: 320, height: 640 } },
} as const;

/**
 * Opens each place once, and shows it in light, in dark, and 320 pixels wide: what differs is all of style sheets.
 * Writes a picture of each, to be looked at, and answers what axe finds, what is wider than the screen, and what the
 * browser complained of.
 */
export async function lookAtAll(
  browser: Browser,
  {
    places,
    folder,
    opened,
    go = goTo,
    pictureOf = 'page',
  }: {
    readonly places: readonly string[];
    readonly folder: string;
    /** Signs a page in. */
    readonly opened: (page: Page) => Promise<void>;
    /** Where the address of a place is not behind a `#`. */
    readonly go?: (page: Page, place: string) => Promise<void>;
    /** Pages can be longer than a picture. */
    readonly pictureOf?: 'page' | 'screen';
  },
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const axe = await axeText();
  const faults: string[] = [];
  const context = await browser.newContext(modes.light);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  let at = '';
  page.on('pageerror', ({ message }) => faults.push(`${at}: ${message}`));
  page.on('console', (said) => {
    if (said.type() === 'error') faults.push(`${at}: ${said.text()}`);
  });
  await opened(page);
  for (const place of places) {
    at = place;
    await go(page, place);
    for (const [mode, { colorScheme, viewport }] of Object.entries(modes)) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      const name = `${mode}-${place.slice(0, 60).replace(/[^a-z0-9]+/gi, '-')}.png`;
      await page.screenshot({ path: join(folder, name), fullPage: pictureOf === 'page' });
      faults.push(...(await faultsOf(page, axe)).map((fault) => `${mode} ${place}: ${fault}`));
    }
  }
  await context.close();
  return faults;
}

/** At a place, with all that it asks for. */
export async function goTo(page: Page, place: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, place);
  await settled(page);
}

/** The same, with what is folded in open: forms that nobody sees otherwise. */
export async function goToWhole(page: Page, place: string): Promise<void> {
  await goTo(page, place);
  await page.locator('details').evaluateAll((all) => {
    for (const one of all) (one as HTMLDetailsElement).open = true;
  });
  await settled(page);
}

/** Nothing is being loaded any more. */
export async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(50);
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => document.querySelector('.loading, [aria-busy="true"]') === null);
}

/** axe, to be evaluated in a page. */
export const axeText = (): Promise<string> =>
  readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds, and what is wider than the screen. */
export async function faultsOf(page: Page, axe: string): Promise<readonly string[]> {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  // Evaluated by the browser's own tools, which the policy of the page does not bind.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe);
  const found = (await page.evaluate(
    "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)",
  )) as {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[] }[];
  }[];
  return [
    ...(wider > 0 ? [`${wider} pixels wider than the screen`] : []),
    ...found.map(
      ({ id, nodes }) => `axe: ${id} at ${nodes.map(({ target }) => target).join(', ')}`,
    ),
  ];
}
