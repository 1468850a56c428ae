import chromium from '@sparticuz/chromium';
import { chromium as browsers, type Page } from 'playwright-core';
import { Keyboard } from './console/keyboard.ts';
import { axeText, faultsOf, lookAtAll } from './console/pictures.ts';

/**
 * Somebody without a mouse looks for an error code in the reference of a running stack, and copies an example. Then it
 * is read without scripts, and every page is looked at. Prints what was seen as JSON.
 */

const [url = '', folder = '', ...pages] = process.argv.slice(2);
const seen: Record<string, unknown> = {};
const requests = new Set<string>();

const browser = await browsers.launch({
  executablePath: process.env['CHROMIUM'] ?? (await chromium.executablePath()),
  args: ['--no-sandbox', '--disable-gpu', '--no-zygote', '--disable-background-networking'],
  headless: true,
});

/** The text of the one example of usage that is shown. */
const shownExample = (page: Page): Promise<string> =>
  page.locator('#queryUsage .example:visible code').innerText();

const placeOf = (page: Page): string => page.url().replace(url, '');

async function lookFor(page: Page): Promise<void> {
  const started = performance.now();
  await page.goto(`${url}/docs/`);
  seen['firstViewMs'] = Math.round(performance.now() - started);
  const found = page.locator('.search ul a');
  await page.keyboard.press('/');
  await page.keyboard.type('zebra');
  const told = page.locator('.search .shown');
  await told.waitFor();
  seen['nothing'] = await told.innerText();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('too-old');
  await found.first().waitFor();
  seen['search'] = await faultsOf(page, await axeText());
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/errors.html*');
  seen['found'] = placeOf(page);
}

async function copyExample(page: Page, person: Keyboard): Promise<void> {
  await page.goto(`${url}/docs/events.html`);
  await person.reach('curl');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.goto(`${url}/docs/usage.html`);
  seen['keptLanguage'] = await shownExample(page);
  await person.press('Copy');
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  seen['copied'] = await page.evaluate(() => navigator.clipboard.readText());
}

async function readWithoutScripts(): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${url}/docs/usage.html`);
  seen['withoutScripts'] = await shownExample(page);
  await page.goto(`${url}/llms.txt`);
  seen['short'] = placeOf(page);
  await context.close();
}

const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
try {
  const page = await context.newPage();
  page.on('request', (request) => requests.add(new URL(request.url()).origin));
  page.on('pageerror', ({ message }) => {
    throw new Error(message);
  });
  await lookFor(page);
  await copyExample(page, new Keyboard(page));
  await readWithoutScripts();
  seen['origins'] = [...requests];
  seen['faults'] = await lookAtAll(browser, {
    ...{ places: pages, folder, pictureOf: 'screen', opened: async () => undefined },
    go: async (looked, place) => {
      await looked.goto(`${url}/docs/${place}`);
    },
  });
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen));
