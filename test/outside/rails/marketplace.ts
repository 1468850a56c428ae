import { join } from 'node:path';
import { billed } from '../../e2e/support/billing.ts';
import { LocalFarthing, ours } from '../../e2e/support/local-stack.ts';
import { synthesized } from '../../e2e/support/synthesized.ts';
import { type FakeAgreement, FakeMarketplace } from '../../fakes/marketplace/fake-marketplace.ts';
import { startMarketplace } from '../../fakes/marketplace/marketplace-server.ts';
import { printedBy } from '../tool.ts';

const code = 'product-of-the-part-rails';
const account = '845735284135';

interface Json {
  readonly [name: string]: unknown;
}

/**
 * What went wrong with AWS Marketplace: a whole stack, its functions and its schedule as they are deployed, with AWS's
 * own SDK over HTTP to a stand-in that hangs up, throttles and leaves records unprocessed. Each unit is there once, the
 * month's invoice is paid by it, and the console shows it so.
 */
export async function marketplaceFaults(): Promise<readonly string[]> {
  const cloudAssembly = await synthesized({ 'farthing:marketplaceTenant': 'demo' });
  const farthing = await LocalFarthing.started({ ...ours, cloudAssembly });
  const clock = { now: Date.UTC(2026, 2, 30, 10, 30) };
  const aws = new FakeMarketplace(() => clock.now);
  const server = await startMarketplace(aws);
  try {
    return await faultsOf({ farthing, clock, aws, server });
  } finally {
    server.close();
    await farthing.stop();
    await farthing.remove();
  }
}

interface Played {
  readonly farthing: LocalFarthing;
  readonly clock: { now: number };
  readonly aws: FakeMarketplace;
  readonly server: Awaited<ReturnType<typeof startMarketplace>>;
}

async function faultsOf(played: Played): Promise<readonly string[]> {
  const { farthing, aws, server } = played;
  const faults: string[] = [];
  const demand = (what: string, holds: boolean, got: unknown): void => {
    if (!holds) faults.push(`marketplace: expected ${what}, got ${JSON.stringify(got)}`);
  };
  const asked = async (method: 'GET' | 'PUT' | 'POST', path: string, body?: object) =>
    (await farthing.request(method, path, body)) as { status: number; body: Json };
  await moveTo(played, Date.UTC(2026, 2, 30, 10, 30));
  await setUp(asked);
  aws.products.set(code, ['usage']);
  const dimensions = [{ name: 'usage', unit: '0.01' }];
  const product = { code, currency: 'EUR', dimensions, url: server.url };
  const put = await asked('PUT', '/v1/rails/marketplace', product);
  demand('a product', put.status === 200, put);
  const { token, agreement } = aws.buy(code, account);
  const bound = await asked('POST', '/v1/rails/marketplace/customers/press', { token });
  demand('a subscription', bound.status === 200 && bound.body['status'] === 'active', bound);

  server.failing.push('hangs up', 'fails');
  aws.unprocessed = 1;
  let used = 0;
  for (let hour = 0; hour < 4; hour += 1) {
    used += 101;
    await view(asked, played.clock.now, 101);
    await farthing.untilSettled();
    await moveTo(played, played.clock.now + 3_600_000);
    await farthing.untilSettled();
  }
  const cents = Math.round(used * 0.37);
  demand(`${cents} cents at AWS`, aws.unitsOf(agreement, 'usage') === cents, [
    ...aws.metered.values(),
  ]);
  const reports = await asked('GET', '/v1/rails/marketplace/customers/press/reports');
  demand('reports that are over', JSON.stringify(reports.body).includes('"accepted"'), reports);

  await moveTo(played, Date.UTC(2026, 3, 1, 1, 30));
  await farthing.untilSettled();
  await moveTo(played, Date.UTC(2026, 3, 3, 15));
  await farthing.untilSettled();
  await billed(farthing, '2026-03');
  const { invoices } = (await asked('GET', '/v1/invoices?customer=press')).body as {
    readonly invoices: readonly { readonly total: string; readonly status: string }[];
  };
  const [invoice] = invoices;
  const total = (cents / 100).toFixed(2);
  demand(
    `an invoice of ${total} that is paid`,
    invoice?.total === total && invoice.status === 'paid',
    invoices,
  );
  const check = JSON.parse(await farthing.farthing('books', 'check', '--json')) as {
    readonly faults: readonly object[];
  };
  demand('books without a fault', check.faults.length === 0, check.faults);
  console.log(`${cents} cents by ${server.asked.length} calls of AWS’s SDK`);
  return [...faults, ...(await consoleFaults(played, { agreement, cents }))];
}

interface Shown {
  readonly tables: Readonly<Record<string, readonly (readonly string[])[]>>;
  readonly facts: string;
  readonly faults: readonly string[];
}

/** What the console does not show of it, as somebody without a mouse finds it. */
async function consoleFaults(
  { farthing: { stack }, aws, clock }: Played,
  { agreement, cents }: { readonly agreement: FakeAgreement; readonly cents: number },
): Promise<readonly string[]> {
  const expiresAt = clock.now + 30 * 86_400_000;
  aws.entitlements.push({ agreement, dimension: 'usage', value: 5_000, expiresAt });
  const folder = join(import.meta.dirname, '../generated/marketplace');
  const { url, apiKey } = stack;
  const printed = await printedBy('browser/look-at-marketplace.ts', url, apiKey, 'press', folder);
  const { tables, facts, faults } = JSON.parse(printed) as Shown;
  console.log(`the console: pictures in ${folder}`);
  const told = tables['What AWS was told, by hour'] ?? [];
  const units = told.reduce((sum, [, , of = '']) => sum + Number(of), 0);
  const [bought = []] = tables['What it may use by its contract'] ?? [];
  const shown = {
    bought: bought.slice(0, 2),
    units,
    accepted: told.every(([, , , standing]) => standing === 'accepted'),
  };
  const expected = { bought: ['usage', '5000'], units: cents, accepted: true };
  return [
    ...faults.map((fault) => `marketplace, the console: ${fault}`),
    ...(JSON.stringify(shown) === JSON.stringify(expected)
      ? []
      : [`marketplace, the console shows ${JSON.stringify(tables)}: expected ${cents} units`]),
    ...(facts.includes(account) ? [] : [`marketplace, the console shows no account: ${facts}`]),
  ];
}

/** The schedule of looks runs on the way; what AWS takes is by the same clock. */
async function moveTo({ farthing, clock }: Played, now: number): Promise<void> {
  clock.now = now;
  await farthing.setClock(new Date(now).toISOString());
}

type Asked = (method: 'PUT' | 'POST', path: string, body: object) => Promise<{ status: number }>;

async function setUp(asked: Asked): Promise<void> {
  const seller = { name: 'Magazine GmbH', address: { lines: ['Hauptstr. 1'], country: 'DE' } };
  const charges = [{ meter: 'view', model: 'per_unit', unitPrice: '0.0037' }];
  const version = { currency: 'EUR', effectiveFrom: '2026-01-01', charges };
  const puts: readonly (readonly [string, object])[] = [
    ['/v1/meters/view', { eventType: 'view', aggregation: 'count' }],
    ['/v1/billing-settings', { seller, approval: false }],
    ['/v1/plans/reader', { versions: [version] }],
    [
      '/v1/customers/press',
      { name: 'Press', subjects: ['app-1'], plan: [{ plan: 'reader', from: '2026-01-01' }] },
    ],
  ];
  for (const [path, body] of puts) {
    const answer = await asked('PUT', path, body);
    if (answer.status >= 300) throw new Error(`PUT ${path}: ${JSON.stringify(answer)}`);
  }
}

async function view(asked: Asked, at: number, count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, index) => ({
    ...{ id: `${at} ${index}`, source: 'urn:outside', type: 'view', subject: 'app-1' },
    time: new Date(at).toISOString(),
  }));
  const answer = await asked('POST', '/v1/events', events);
  if (answer.status !== 202) throw new Error(`POST /v1/events: ${JSON.stringify(answer)}`);
}
