import chromium from '@sparticuz/chromium';
import { chromium as browsers } from 'playwright-core';
import { Keyboard } from './console/keyboard.ts';
import { goTo, lookAtAll, PATIENCE_MS, settled } from './console/pictures.ts';

/**
 * Somebody without a mouse looks up what AWS Marketplace was told of a customer, and what AWS has of it. Then these
 * pages are looked at. Prints what was seen as JSON.
 */

const [url = '', apiKey = '', customer = '', folder = ''] = process.argv.slice(2);
const browser = await browsers.launch({
  executablePath: process.env['CHROMIUM'] ?? (await chromium.executablePath()),
  args: ['--no-sandbox', '--disable-gpu', '--no-zygote', '--disable-background-networking'],
  headless: true,
});
try {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const person = new Keyboard(page);
  await page.goto(`${url}/console/#key=${encodeURIComponent(apiKey)}`);
  await settled(page);
  await person.press('Marketplace');
  await settled(page);
  await person.press(customer);
  await settled(page);
  await person.press('Ask AWS what it may use');
  await settled(page);
  const tables = await page
    .locator('main table')
    .evaluateAll((all) =>
      all.map((table) => [
        table.querySelector('caption')?.textContent ?? '',
        [...table.querySelectorAll('tbody tr')].map((row) =>
          [...row.querySelectorAll('td')].map((cell) => cell.innerText.trim()),
        ),
      ]),
    );
  const facts = await page.locator('main dl').first().innerText();
  const faults = await lookAtAll(browser, {
    places: ['marketplace', `marketplace/${customer}`],
    folder,
    opened: async (looked) => {
      await looked.goto(`${url}/console/#key=${encodeURIComponent(apiKey)}`);
      await settled(looked);
    },
    go: async (looked, place) => {
      await goTo(looked, place);
      const ask = looked.getByRole('button', { name: 'Ask AWS' });
      if ((await ask.count()) > 0) await ask.click();
      await settled(looked);
    },
  });
  console.log(JSON.stringify({ tables: Object.fromEntries(tables), facts, faults }));
} finally {
  await browser.close();
}
