import { readFile } from 'node:fs/promises';
import chromium from '@sparticuz/chromium';
import { chromium as browsers, type Page } from 'playwright-core';
import { Keyboard } from './console/keyboard.ts';
import { goTo, goToWhole, lookAtAll, PATIENCE_MS, settled } from './console/pictures.ts';

/**
 * Somebody without a mouse uses the console of a running stack: sees usage, bills a month, looks at an invoice, saves
 * its PDF, records a payment, asks where a line comes from. Then every page is looked at. Prints what was seen as JSON.
 */

const [url = '', apiKey = '', month = '', now = '', folder = ''] = process.argv.slice(2);
const seen: Record<string, unknown> = {};
/** Places that no page shows at first: what is listed there, and every form. */
const within = [
  ...['books/revenue%3Aviews', 'events?show=quarantine', 'events?show=send'],
  ...['events?show=corrections', 'events?show=otlp', 'backfills/lost'],
  ...['plans/reader', 'plans/reader?edit=new', 'plans/new%2Fplan'],
  ...['plans/meter%2Fviews', 'plans/new%2Fmeter', 'keys?show=audit'],
  ...['settings?edit=all', 'settings?show=webhooks'],
];
const requests = new Set<string>();

const browser = await browsers.launch({
  executablePath: process.env['CHROMIUM'] ?? (await chromium.executablePath()),
  args: ['--no-sandbox', '--disable-gpu', '--no-zygote', '--disable-background-networking'],
  headless: true,
});

async function opened(page: Page): Promise<void> {
  await page.goto(`${url}/console/#key=${encodeURIComponent(apiKey)}`);
  await settled(page);
}

const textOf = (page: Page, selector: string): Promise<string> =>
  page.locator(selector).first().innerText();

/** The rows of a table, cell by cell. */
const rowsOf = (page: Page, caption: string): Promise<string[][]> =>
  page
    .locator('table', { has: page.locator('caption', { hasText: caption }) })
    .first()
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText.trim())),
    );

/** Of a link whose key was cut or changed on its way nothing stays, and it leads to where one is asked for. */
async function comeByBrokenLink(page: Page): Promise<void> {
  await page.goto(`${url}/console/#key=${encodeURIComponent('ft_test_“cut')}`);
  seen['brokenLink'] = [await textOf(page, 'main.sign-in button'), page.url().replace(url, '')];
  await page.goto('about:blank');
}

async function enter(page: Page): Promise<void> {
  const started = performance.now();
  await page.goto(`${url}/console/#key=${encodeURIComponent(apiKey)}`);
  await page.locator('nav.pages').waitFor();
  seen['firstViewMs'] = Math.round(performance.now() - started);
  await settled(page);
  seen['address'] = page.url().replace(url, '');
  seen['kept'] = await page.evaluate(() => [
    localStorage.length,
    sessionStorage.length,
    document.cookie,
  ]);
}

async function seeUsage(page: Page, person: Keyboard): Promise<void> {
  await person.press('Usage');
  await settled(page);
  await person.write('From', month);
  await person.write('To (not counted)', now.slice(0, 7));
  await person.submit();
  await settled(page);
  const rows = await rowsOf(page, 'Usage of');
  seen['usage'] = Object.fromEntries(rows.filter(([, value]) => value !== '0'));
  seen['chart'] = await page.locator('svg.chart').getAttribute('aria-label');
}

/** What is refused stands there instead of what was asked before, and one goes on from it. */
async function beRefused(page: Page, person: Keyboard): Promise<void> {
  await person.write('Time zone', 'Mars/Olympus');
  await person.submit();
  await settled(page);
  const shown = async () => [
    ...[await page.getByRole('alert').count(), await page.locator('main table').count()],
  ];
  seen['refusedZone'] = await shown();
  await goTo(page, 'runs/soon');
  await settled(page);
  seen['refusedMonth'] = await shown();
}

async function billMonth(page: Page, person: Keyboard): Promise<void> {
  await person.press('Billing runs');
  await settled(page);
  await person.press('Try it');
  await settled(page);
  seen['dryRun'] = await rowsOf(page, 'What a run would issue');
  await person.press(`Bill ${month} …`);
  await person.press('Start');
  await page.getByText('waits for you').waitFor({ timeout: 120_000 });
  await person.press('Issue all …');
  await person.write('Reason', 'looked at them');
  await person.submit();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await settled(page);
  seen['closed'] = await rowsOf(page, 'Customers of the month');
}

async function payInvoice(page: Page, person: Keyboard): Promise<void> {
  await person.press('Invoices');
  await settled(page);
  seen['invoices'] = await rowsOf(page, 'Invoices');
  await person.press(/^INV-/);
  await settled(page);
  seen['heading'] = await textOf(page, 'main h2');
  const saved = page.waitForEvent('download');
  await person.press('PDF');
  const download = await saved;
  const bytes = await readFile(await download.path());
  seen['pdf'] = [download.suggestedFilename(), bytes.subarray(0, 5).toString()];
  const json = page.waitForEvent('download');
  await person.press('JSON');
  seen['json'] = (await json).suggestedFilename();
  await person.press('Record a payment …');
  await person.write(/^Reference/, 'statement-12');
  await person.submit();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await settled(page);
  seen['status'] = await textOf(page, '.standing');
  seen['payments'] = await rowsOf(page, 'Payments');
}

async function explainLine(page: Page, person: Keyboard): Promise<void> {
  await person.press('Explain line 1');
  await settled(page);
  seen['reason'] = await textOf(page, '.explanation p');
  seen['steps'] = await rowsOf(page, 'Calculation');
  await person.press('Show events');
  await settled(page);
  seen['events'] = (await rowsOf(page, 'The events')).map(([, , , id]) => id);
}

const context = await browser.newContext({ acceptDownloads: true });
try {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('request', (request) => requests.add(new URL(request.url()).origin));
  page.on('pageerror', ({ message }) => {
    throw new Error(message);
  });
  const person = new Keyboard(page);
  await comeByBrokenLink(page);
  await enter(page);
  await seeUsage(page, person);
  await beRefused(page, person);
  await billMonth(page, person);
  await payInvoice(page, person);
  await explainLine(page, person);
  const item = decodeURIComponent(page.url().split('#/invoices/')[1] ?? '');
  const pages = await page
    .locator('nav.pages a')
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).hash.slice(2)));
  await goTo(page, 'nowhere');
  seen['nowhere'] = await textOf(page, 'main');
  const [, , customer = ''] = (seen['invoices'] as string[][])[0] ?? [];
  const places = [
    ...[...pages, ...within, 'x'.repeat(200)],
    ...[`invoices/${item}`, `customers/${customer}?period=${month}`],
    `customers/${customer}?show=spending`,
  ];
  seen['faults'] = await lookAtAll(browser, { places, folder, opened, go: goToWhole });
  seen['pages'] = pages;
  seen['origins'] = [...requests];
  console.log(JSON.stringify(seen));
} finally {
  await browser.close();
}
