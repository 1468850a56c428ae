import chromium from '@sparticuz/chromium';
import { chromium as browsers } from 'playwright-core';

/**
 * Opens an article in Chromium, with scripts off, as a reader who has a token of the site: sees the price, pays by the
 * keyboard, reads it, and loads it again. Prints what was seen.
 */

const [address = '', token = ''] = process.argv.slice(2);

const browser = await browsers.launch({
  args: ['--no-sandbox', '--disable-gpu', '--no-zygote', '--disable-background-networking'],
  executablePath: await chromium.executablePath(),
  headless: true,
});
const context = await browser.newContext({ javaScriptEnabled: false });
await context.addCookies([
  { name: 'payer', value: token, url: address, httpOnly: true, sameSite: 'Strict' },
]);
const page = await context.newPage();
const asked = await page.goto(address);
const question = await page.locator('main').innerText();
await page.keyboard.press('Tab');
const [paid] = await Promise.all([
  page.waitForResponse((response) => response.request().method() === 'POST'),
  page.keyboard.press('Enter'),
]);
await page.waitForLoadState();
const article = await page.locator('body').innerText();
console.log(
  JSON.stringify({
    ...{ asked: asked?.status(), question, paid: paid.status(), article },
    cache: (await paid.allHeaders())['cache-control'],
    at: page.url(),
  }),
);
await browser.close();
