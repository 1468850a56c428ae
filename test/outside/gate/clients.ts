import { spawn } from 'node:child_process';
import { LocalFarthing } from '../../e2e/support/local-stack.ts';
import { printedBy } from '../tool.ts';
import { agentFaults } from './agent.ts';
import { type Site, startSite } from './site.ts';

/**
 * One address of a small site behind the gate, paid by public clients as they were published: `@x402/fetch` and the
 * client of `mppx`. Then what they see when a wallet is poor, an article cannot be served, an offer has ended, and
 * one for another article is sent. Their packages are apart: see package.json beside this.
 */

const HEADER_BYTES_MAX = 2_048;
/** With tax, of a price of 0.01. */
const PRICE = '0.0119';
const PRICE_NANOS = '11900000';
const PAST_OFFER_MS = 400_000;

/** Installs the packages of the clients, as their lock says. */
export async function installClients(): Promise<void> {
  const args = [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--prefix',
    import.meta.dirname,
  ];
  const child = spawn('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise<number | null>((ended) => child.once('close', ended));
  if (code !== 0) throw new Error(`npm ci of the clients of the gate ended with ${code}`);
}

export interface Seen {
  readonly status?: number;
  readonly text?: string;
  readonly cache?: string | null;
  readonly threw?: string;
}

interface SeenByX402 extends Seen {
  readonly asked: {
    readonly status: number;
    readonly cache: string | null;
    readonly required: { readonly accepts: readonly { readonly amount: string }[] };
    readonly requiredValid: true | string;
    readonly headerBytes: number;
  };
  readonly response?: { readonly success: boolean; readonly amount?: string } | null;
  readonly sentValid?: true | string;
  readonly again?: {
    readonly status: number;
    readonly text: string;
    readonly error: string | null;
  };
}

interface SeenByMppx extends Seen {
  readonly receipt?: { readonly method: string; readonly status: string } | null;
  readonly again?: { readonly status: number; readonly text: string };
}

export async function gateFaults(): Promise<readonly string[]> {
  await installClients();
  const farthing = await LocalFarthing.started();
  try {
    await aMagazine(farthing, 'EUR');
    const site = await startSite(farthing.stack);
    try {
      const agent = await agentFaults(farthing);
      return [...(await paidFaults(farthing, site)), ...site.faults, ...agent];
    } finally {
      await site.stop();
    }
  } finally {
    await farthing.stop();
    await farthing.remove();
  }
}

/** A tenant whose articles cost 0.01 each, and its tax. */
export async function aMagazine(
  farthing: LocalFarthing,
  currency: string,
  settings: object = {},
): Promise<void> {
  const from = `${new Date().toISOString().slice(0, 'YYYY-MM'.length)}-01`;
  const charges = [{ meter: 'reads', model: 'per_unit', unitPrice: '0.01' }];
  const seller = {
    ...{ name: 'Magazine GmbH', taxNumber: 'DE123456788' },
    address: { lines: ['Hauptstr. 1'], postalCode: '10115', city: 'Berlin', country: 'DE' },
  };
  const taxes = { standard: { category: 'S', rate: '19' } };
  await put(farthing, '/v1/meters/reads', { eventType: 'read', aggregation: 'count' });
  await put(farthing, '/v1/billing-settings', { seller, taxes });
  await put(farthing, '/v1/plans/reader', {
    versions: [{ effectiveFrom: from, currency, charges }],
  });
  await put(farthing, '/v1/billing-settings', {
    ...{ seller, taxes, defaultPlan: 'reader', defaultPlanFrom: from },
    ...settings,
  });
}

export async function put(farthing: LocalFarthing, path: string, body: object, method = 'PUT') {
  const { status, body: answer } = await farthing.request(method, path, body);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
  return answer as Readonly<Record<string, unknown>>;
}

/** A reader with so much in the wallet; answers a token of it. */
export async function aReader(farthing: LocalFarthing, subject: string, amount: string) {
  const payer = `subject:${subject}`;
  const path = `/v1/payers/${payer}`;
  const money = { amount, currency: 'EUR', rail: 'bank', reference: `T-${subject}` };
  await put(farthing, `${path}/wallet/top-ups`, money, 'POST');
  const token = { actions: ['charge', 'read'], expiresIn: 86_400 };
  const made = await put(farthing, `${path}/tokens`, token, 'POST');
  return { payer, token: String(made['token']) };
}

const x402 = async (token: string, ...addresses: readonly string[]) =>
  JSON.parse(
    await printedBy(
      ...(['gate/programs/on-x402.mjs', token, 'farthing:demo', 'EUR', '50000000'] as const),
      ...addresses,
    ),
  ) as readonly SeenByX402[];
const mppx = async (token: string, ...addresses: readonly string[]) =>
  JSON.parse(
    await printedBy('gate/programs/on-mppx.mjs', token, ...addresses),
  ) as readonly SeenByMppx[];

/** What one is, where it is not what it should be. */
export function differing(what: string, got: unknown, expected: unknown): readonly string[] {
  const [is, should] = [JSON.stringify(got), JSON.stringify(expected)];
  return is === should ? [] : [`${what}: ${is}, and should be ${should}`];
}

async function chargedOf(farthing: LocalFarthing, payer: string) {
  const { body } = await farthing.request('GET', `/v1/payers/${payer}/charges?limit=100`);
  const { charges } = body as { charges: { status: string; amount: string; by?: string }[] };
  return charges.map(({ status, amount, by }) => `${status} ${amount} ${by ?? ''}`);
}

async function paidFaults(farthing: LocalFarthing, site: Site): Promise<readonly string[]> {
  const address = `${site.url}/a/1`;
  const ada = await aReader(farthing, 'ada', '0.03');
  const faults: string[] = [];

  const [first] = await x402(ada.token, address);
  const { asked } = first ?? {};
  console.log(
    `@x402/fetch: ${first?.status ?? first?.threw}, ${asked?.headerBytes} bytes of headers`,
  );
  faults.push(
    ...differing('x402 paid', [first?.status, first?.text], [200, 'article /a/1']),
    ...differing('x402 response', first?.response?.success, true),
    ...differing('402', [asked?.status, asked?.cache], [402, 'no-store']),
    ...differing('cache of what was paid', first?.cache, 'private'),
    ...differing('its schemas', [asked?.requiredValid, first?.sentValid], [true, true]),
    ...differing('asked for', asked?.required.accepts[0]?.amount, PRICE_NANOS),
    ...differing('sent again', [first?.again?.status, first?.again?.text], [200, 'article /a/1']),
    ...((asked?.headerBytes ?? Number.POSITIVE_INFINITY) <= HEADER_BYTES_MAX
      ? []
      : [`a 402 has ${asked?.headerBytes} bytes of headers`]),
  );

  const [second] = await mppx(ada.token, address);
  console.log(`mppx: ${second?.status ?? second?.threw}`);
  faults.push(
    ...differing('mppx paid', [second?.status, second?.text], [200, 'article /a/1']),
    ...differing('mppx receipt', second?.receipt?.status, 'success'),
    ...differing('mppx again', [second?.again?.status, second?.again?.text], [200, 'article /a/1']),
  );
  faults.push(
    ...differing('charges', await chargedOf(farthing, ada.payer), [
      ...[`captured ${PRICE} mpp`, `captured ${PRICE} x402`],
    ]),
  );

  faults.push(...(await browserFaults(farthing, address)));

  // 0.0062 are left: too little for another one.
  const [[poor], [poorToo]] = [await x402(ada.token, address), await mppx(ada.token, address)];
  faults.push(
    ...differing('a poor wallet by x402', poor?.status, 402),
    ...differing('a poor wallet by mppx', poorToo?.status, 402),
  );
  return [...faults, ...(await failingFaults(farthing, site))];
}

/** A browser, in which a reader pays the same address by a page and its keyboard. */
async function browserFaults(farthing: LocalFarthing, address: string): Promise<readonly string[]> {
  const mia = await aReader(farthing, 'mia', '1.00');
  const printed = await printedBy('browser/pay-an-article.ts', address, mia.token);
  const seen = JSON.parse(printed) as Readonly<Record<string, string | number>>;
  console.log(`Chromium: ${seen['asked']}, then ${seen['paid']}`);
  return [
    ...differing('a browser is asked, and pays', [seen['asked'], seen['paid']], [402, 200]),
    ...differing(
      'what it reads, and where',
      [seen['article'], seen['at']],
      [...['article /a/1', address]],
    ),
    ...differing('cache of what it was paid for', seen['cache'], 'private'),
    ...differing('charges of its reader', await chargedOf(farthing, mia.payer), [
      `captured ${PRICE} consent`,
    ]),
  ];
}

async function failingFaults(farthing: LocalFarthing, site: Site): Promise<readonly string[]> {
  const eve = await aReader(farthing, 'eve', '1.00');
  const [broken, once, onceMore] = await x402(
    ...([eve.token, `${site.url}/broken`, `${site.url}/once`, `${site.url}/once`] as const),
  );
  const faults = [
    ...differing('an article that is not served', broken?.status, 500),
    ...differing('once a day', [once?.status, onceMore?.status], [200, 200]),
    ...differing('charges of who paid once', await chargedOf(farthing, eve.payer), [
      // What was given back is held anew where it is sent again, and given back.
      ...[`captured ${PRICE} x402`, `released ${PRICE} x402`, `released ${PRICE} x402`],
    ]),
  ];
  // What was paid by one offer is sent once more, after the offer has ended; and to another address.
  const [own] = await x402(eve.token, `${site.url}/a/2`);
  faults.push(...differing('an article before its offer has ended', own?.status, 200));
  const before = await chargedOf(farthing, eve.payer);
  const { headers } = await heldHeader(eve.token, `${site.url}/a/3`);
  const elsewhere = await fetch(`${site.url}/a/4`, { headers });
  await farthing.setClock(new Date(Date.now() + PAST_OFFER_MS).toISOString());
  const late = await fetch(`${site.url}/a/3`, { headers });
  const statuses = [elsewhere.status, late.status];
  const fresh = [elsewhere, late].map((one) => one.headers.has('payment-required'));
  faults.push(
    ...differing('an offer for something else, and one that has ended', statuses, [402, 402]),
    ...differing('each has a fresh offer', fresh, [true, true]),
    ...differing('charges of neither', await chargedOf(farthing, eve.payer), before),
  );
  return faults;
}

/** What a client would send for an address, made by hand from its 402, and not sent. */
async function heldHeader(token: string, address: string) {
  const asked = await fetch(address);
  const text = Buffer.from(asked.headers.get('payment-required') ?? '', 'base64').toString();
  const { accepts, resource } = JSON.parse(text) as { accepts: object[]; resource: object };
  const sent = { x402Version: 2, resource, accepted: accepts[0], payload: { token } };
  return {
    headers: { 'payment-signature': Buffer.from(JSON.stringify(sent)).toString('base64') },
  };
}
