import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as browsers, type Page } from 'playwright-core';
import { Keyboard } from './console/keyboard.ts';
import { axeText, faultsOf, settled } from './console/pictures.ts';

/**
 * Somebody without a mouse reads the magazine, pays for two articles, and looks at what they cost. Each page is looked
 * at in light, in dark, and 320 pixels wide. Prints what was seen as JSON.
 */

const [site = '', folder = ''] = process.argv.slice(2);
const seen: Record<string, unknown> = {};
const faults: string[] = [];
const origins = new Set<string>();
const cheap = '/articles/four-farthings';
const dear = '/articles/the-clockmakers-strike';

const browser = await browsers.launch({
  executablePath: process.env['CHROMIUM'] ?? (await chromium.executablePath()),
  args: ['--no-sandbox', '--disable-gpu', '--no-zygote', '--disable-background-networking'],
  headless: true,
});
const axe = await axeText();
const modes = {
  light: { colorScheme: 'light', width: 1_000 },
  dark: { colorScheme: 'dark', width: 1_000 },
  narrow: { colorScheme: 'light', width: 320 },
} as const;

/** Of a page as it stands: pictures, and what axe finds in each of the ways to look at it. */
async function lookAt(page: Page, what: string): Promise<void> {
  for (const [mode, { colorScheme, width }] of Object.entries(modes)) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: join(folder, `${mode}-${what}.png`), fullPage: true });
    faults.push(...(await faultsOf(page, axe)).map((fault) => `${mode} ${what}: ${fault}`));
  }
  await page.setViewportSize({ width: 1_000, height: 800 });
}

const text = (page: Page, selector: string): Promise<string> =>
  page
    .locator(selector)
    .first()
    .innerText()
    .then((shown) => shown.replaceAll('\u00A0', ' ').trim());

/** What each row of the charges says: what it was, what it cost, how it stands. */
const chargesOn = (page: Page): Promise<string[][]> =>
  page.locator('section[aria-labelledby=pages] li').evaluateAll((rows) =>
    rows.map((row) => {
      const of = (selector: string): string =>
        (row.querySelector(selector)?.textContent ?? '').replaceAll('\u00A0', ' ').trim();
      return [of('a, strong'), of('.money'), of('.quiet').split(', ').at(-1) ?? ''];
    }),
  );

async function payForArticle(page: Page, person: Keyboard): Promise<void> {
  const told = await page.goto(`${site}${cheap}`);
  await lookAt(page, 'asked');
  seen['asked'] = [
    told?.status(),
    await text(page, 'dd >> nth=1'),
    await page.locator('form').count(),
  ];
  await person.press('Add money');
  await page.waitForURL(/welcome/);
  await lookAt(page, 'welcome');
  await person.press('Take 1.00 EUR');
  await page.waitForURL(`${site}/`);
  await lookAt(page, 'front');
  const offered = await page.goto(`${site}${cheap}`);
  seen['offered'] = [offered?.status(), await page.locator('form').count()];
  await lookAt(page, 'offered');
  const paid = page.waitForResponse((answer) => answer.request().method() === 'POST');
  await person.press(/^Pay /);
  const answer = await paid;
  await page.locator('article').waitFor();
  await lookAt(page, 'article');
  seen['paid'] = [answer.status(), await text(page, 'h1'), answer.headers()['cache-control']];
  seen['again'] = (await page.goto(`${site}${cheap}`))?.status();
}

async function readStatement(page: Page, person: Keyboard): Promise<void> {
  await person.press('What you read');
  await page.waitForURL(/\/me\/$/);
  await page.locator('section[aria-labelledby=pages] li').waitFor();
  await settled(page);
  seen['address'] = new URL(page.url()).pathname + new URL(page.url()).hash;
  seen['kept'] = await page.evaluate(() => [
    localStorage.length,
    sessionStorage.length,
    document.cookie,
  ]);
  seen['available'] = await text(page, '.figure');
  seen['charges'] = await chargesOn(page);
  seen['payer'] = await text(page, 'section[aria-labelledby=device] code');
  await person.press(/^Receipt/);
  await settled(page);
  await person.press('Verify it here');
  await page.locator('.receipt .notice').waitFor();
  await lookAt(page, 'me');
  seen['receipt'] = [
    await text(page, '.receipt .notice'),
    await text(page, '.receipt dd >> nth=2'),
  ];
}

async function setLimits(page: Page, person: Keyboard): Promise<void> {
  await person.write(/^Up to this amount/, '0,20');
  await person.submit();
  await page.getByText('Saved.').first().waitFor();
  await person.write(/^Spend no more than/, '0.50');
  await person.submit();
  await page.locator('section[aria-labelledby=limits] li').waitFor();
  await settled(page);
  const limits = page.locator('section[aria-labelledby=limits] li strong');
  seen['limits'] = (await limits.allInnerTexts()).map((one) => one.replaceAll('\u00A0', ' '));
}

/** Under the threshold it is paid at once; then it is given back. */
async function giveBack(page: Page, person: Keyboard): Promise<void> {
  seen['withoutAsking'] = (await page.goto(`${site}${dear}`))?.status();
  await person.press('What you read');
  await page.waitForURL(/\/me\/$/);
  await page.locator('section[aria-labelledby=pages] li').first().waitFor();
  await person.press(/^Give it back: From the archive/);
  await page.locator('.notice.good').waitFor();
  await page.getByText('given back').waitFor();
  await settled(page);
  await lookAt(page, 'given-back');
  seen['givenBack'] = (await chargesOn(page)).slice(0, 1);
  seen['statement'] = (await chargesOn(page)).map(([what, cost]) => [what, cost]);
  seen['afterwards'] = await text(page, '.figure');
}

async function forget(page: Page, person: Keyboard): Promise<void> {
  await person.press('Forget this device');
  await page.locator('.notice').waitFor();
  await lookAt(page, 'forgotten');
  seen['forgotten'] = await text(page, '.notice');
  seen['refusedThen'] = (await page.goto(`${site}/articles/the-lamplighter`))?.status();
}

async function readAll(opened: Browser): Promise<void> {
  const context = await opened.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  page.on('request', (request) => origins.add(new URL(request.url()).origin));
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (said) => {
    // A browser says of each 402 that it is one.
    if (said.type() === 'error' && !said.text().includes('402')) faults.push(said.text());
  });
  const person = new Keyboard(page);
  await payForArticle(page, person);
  await readStatement(page, person);
  await setLimits(page, person);
  await giveBack(page, person);
  await forget(page, person);
}

try {
  await readAll(browser);
  seen['origins'] = [...origins].filter((origin) => origin !== 'null');
  seen['faults'] = faults;
  console.log(JSON.stringify(seen));
} finally {
  await browser.close();
}
