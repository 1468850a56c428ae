import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { type BrowserContextOptions, chromium as browsers } from 'playwright-core';
import { axeText, faultsOf } from './console/pictures.ts';

/**
 * Opens a page that is paid by the view, of the site that the argument names, as readers do: in light, in dark, 320
 * pixels wide, in three languages. Then pays by keyboard, without scripts. Prints what is wrong, as JSON.
 */

const site = process.argv[2] ?? '';
const article = `${site}/a/json`;
const folder = join(import.meta.dirname, '../generated');
const modes: Readonly<Record<string, BrowserContextOptions>> = {
  light: { locale: 'en', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  dark: { locale: 'de', colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  narrow: { locale: 'fr', colorScheme: 'light', viewport: { width: 320, height: 640 } },
};
const cookie = {
  name: 'farthing-token',
  value: 'ftp_asked',
  url: site,
  sameSite: 'Strict',
} as const;
const faults: string[] = [];
const browser = await browsers.launch({
  executablePath: await chromium.executablePath(),
  args: ['--no-sandbox', '--disable-gpu', '--no-zygote', '--disable-background-networking'],
  headless: true,
});

try {
  const axe = await axeText();
  for (const [mode, options] of Object.entries(modes)) {
    const context = await browser.newContext(options);
    await context.addCookies([cookie]);
    const page = await context.newPage();
    page.on('pageerror', ({ message }) => faults.push(`${mode}: ${message}`));
    page.on('console', (said) => {
      // The browser says of each 402 that it was one.
      if (said.type() === 'error' && !said.text().includes('402'))
        faults.push(`${mode}: ${said.text()}`);
    });
    const shown = await page.goto(article);
    if (shown?.status() !== 402) faults.push(`${mode}: answered ${shown?.status()}`);
    const language = await page.getAttribute('html', 'lang');
    if (language !== options.locale)
      faults.push(`${mode}: in ${language}, and not ${options.locale}`);
    await page.screenshot({ path: join(folder, `gate-${mode}.png`) });
    faults.push(...(await faultsOf(page, axe)).map((fault) => `${mode}: ${fault}`));
    await context.close();
  }

  const context = await browser.newContext({ javaScriptEnabled: false });
  await context.addCookies([cookie]);
  const page = await context.newPage();
  await page.goto(article);
  await page.keyboard.press('Tab');
  const [paid] = await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  const text = (await paid?.text()) ?? '';
  if (paid?.status() !== 200 || !text.includes('an article')) {
    faults.push(`paid by keyboard: ${paid?.status()} ${text.slice(0, 200)}`);
  }
  if (page.url() !== article) faults.push(`paid by keyboard: it stands at ${page.url()}`);
  console.log(JSON.stringify(faults));
} finally {
  await browser.close();
}
