import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { scopes } from '../../core/contract/route.ts';
import { startMagazine } from '../../examples/magazine/site/listen.ts';
import { LocalFarthing } from '../e2e/support/local-stack.ts';
import { printedBy } from './tool.ts';

/**
 * The magazine beside a running stack, in a real browser: a newcomer is told a price, takes demo money, pays for an
 * article by keyboard, and sees on its own page what it cost, with a receipt that the browser verifies. It sets a limit
 * and a threshold, gives the article back, and has the device forgotten. What the page shows is what the tenant is
 * answered of the same payer.
 * @returns what is otherwise than it should be.
 */
export async function magazineFaults(): Promise<readonly string[]> {
  const farthing = await LocalFarthing.started();
  try {
    const { url } = farthing.stack;
    const apiKey = await farthing.keyFor('magazine', ...scopes);
    const site = await startMagazine({ url, apiKey, port: 0, meUrl: `${url}/me/` });
    try {
      const folder = join(import.meta.dirname, 'generated/magazine');
      const printed = await printedBy('browser/read-magazine.ts', site.url, folder);
      const seen = JSON.parse(printed) as Readonly<Record<string, unknown>>;
      console.log(`the magazine: pictures in ${folder}`);
      const expected = {
        ...expectedBy({ url, site: site.url }),
        ...(await ofTenant(url, apiKey, seen)),
      };
      return Object.entries(expected)
        .filter(([what, value]) => !isDeepStrictEqual(seen[what], value))
        .map(([what, value]) => {
          const [shown, wanted] = [JSON.stringify(seen[what]), JSON.stringify(value)];
          return `the magazine: ${what} is ${shown}, and should be ${wanted}`;
        });
    } finally {
      await site.close();
    }
  } finally {
    await farthing.stop();
    await farthing.remove();
  }
}

const expectedBy = ({ url, site }: { readonly url: string; readonly site: string }) => ({
  asked: [402, '0.0595 EUR', 0],
  offered: [402, 1],
  paid: [200, 'Four farthings are a penny', 'private'],
  again: 200,
  address: '/me/',
  kept: [0, 0, ''],
  available: '0.9405 EUR',
  charges: [['Four farthings are a penny', '0.0595 EUR', 'paid']],
  receipt: ['The signature is right: it is as the seller signed it.', '0.0595 EUR'],
  limits: ['0.50 EUR a day'],
  withoutAsking: 200,
  givenBack: [['From the archive: the clockmakers’ strike', '0.119 EUR', 'given back']],
  afterwards: '0.9405 EUR',
  forgotten: 'This device is forgotten. Nothing more is paid with it.',
  refusedThen: 402,
  origins: [site, url],
  faults: [],
});

/** What the tenant is answered of the same payer. */
async function ofTenant(url: string, apiKey: string, seen: Readonly<Record<string, unknown>>) {
  const path = `/v1/payers/${encodeURIComponent(String(seen['payer']))}`;
  const answer = await fetch(`${url}${path}/charges`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  const { charges } = (await answer.json()) as {
    readonly charges: readonly Readonly<Record<string, unknown>>[];
  };
  return {
    statement: charges.map(({ description, amount, currency }) => [
      ...[description, `${String(amount)} ${String(currency)}`],
    ]),
  };
}
