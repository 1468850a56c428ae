import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createSender } from '../../sdk/src/index.ts';
import { LocalFarthing } from '../e2e/support/local-stack.ts';
import { ranHere } from '../e2e/support/page-commands.ts';
import { printedBy } from './tool.ts';

/**
 * The console, as it is served by a running stack, in a real browser: events of the client library are seen, billed,
 * and paid, by keyboard alone. What the console shows is what the command line prints of the same month.
 */

const root = join(import.meta.dirname, '../..');
const month = '2026-03';
const settings = {
  seller: {
    name: 'Magazine GmbH',
    address: { lines: ['Hauptstr. 1'], postalCode: '10115', city: 'Berlin', country: 'DE' },
  },
};
const charges = [
  {
    ...{ meter: 'views', model: 'graduated' },
    tiers: [
      { upTo: '2', unitPrice: '0.5' },
      { upTo: null, unitPrice: '0.25' },
    ],
  },
];
const events = [3, 3, 5, 12].map((day, index) => ({
  id: `view-${index}`,
  type: 'view',
  subject: 'press',
  time: `2026-03-${String(day).padStart(2, '0')}T10:00:00Z`,
}));

interface Seen {
  readonly [what: string]: unknown;
  readonly faults: readonly string[];
}

async function prepared(farthing: LocalFarthing): Promise<void> {
  const put = async (path: string, body: object): Promise<void> => {
    const answer = await farthing.request('PUT', path, body);
    if (answer.status >= 300) throw new Error(`PUT ${path}: ${JSON.stringify(answer.body)}`);
  };
  await farthing.setClock('2026-03-20T00:00:00Z');
  await put('/v1/meters/views', { eventType: 'view', aggregation: 'count' });
  await put('/v1/billing-settings', settings);
  await put('/v1/plans/reader', {
    versions: [{ effectiveFrom: '2026-01-01', currency: 'EUR', charges }],
  });
  await put('/v1/customers/press', {
    name: 'Press Review',
    plan: [{ plan: 'reader', from: '2020-01-01' }],
  });
  const job = { name: 'lost', from: '2025-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' };
  await farthing.request('POST', '/v1/backfills', { ...job, billing: 'informational' });
  const mapping = { key: 'chat', signal: 'spans', match: {}, type: 'chat', subject: 'user.id' };
  await put('/v1/otlp-mappings', { mappings: [mapping] });
  const { url, apiKey } = farthing.stack;
  const sender = createSender({ url, apiKey, source: 'urn:outside' });
  for (const event of events) sender.track(event);
  if (!(await sender.flush())) throw new Error('events were not sent');
  await farthing.untilSettled();
  await farthing.setClock('2026-04-01T15:00:00Z');
  await farthing.untilSettled();
}

/** What the command line prints as JSON. */
async function asked(farthing: LocalFarthing, ...words: readonly string[]): Promise<unknown> {
  const ran = await ranHere([...words, '--json', '--data', farthing.directory], root);
  if (ran.code !== 0) throw new Error(`farthing ${words.join(' ')}: ${ran.warned}`);
  return JSON.parse(ran.printed);
}

/** What a run of the month would issue, as the command line has it, in the cells of the console. */
async function dryRunOf(farthing: LocalFarthing): Promise<readonly string[][]> {
  const { drafts } = (await asked(farthing, 'bill', '--period', month, '--dry-run')) as {
    readonly drafts: readonly {
      readonly customer: string;
      readonly type: string;
      readonly total: string;
      readonly currency: string;
      readonly parked: { readonly detail: string };
    }[];
  };
  return drafts.map(({ customer, type, total, currency, parked }) => [
    ...[customer, type, `${total} ${currency}`, 'none', 'none', parked.detail],
  ]);
}

/** What the console shows of the month as the command line has it. */
async function expectedOf(farthing: LocalFarthing): Promise<Readonly<Record<string, unknown>>> {
  const usage = (await asked(
    farthing,
    ...['usage', '--meter', 'views', '--from', month, '--to', '2026-04', '--window', 'day'],
  )) as { readonly rows: readonly { readonly start: string; readonly value: string }[] };
  const { invoices } = (await asked(farthing, 'invoices', '--period', month)) as {
    readonly invoices: readonly { readonly number: string; readonly total: string }[];
  };
  const [invoice] = invoices;
  const explained = (await asked(
    farthing,
    ...['explain', invoice?.number ?? '', '1', '--events'],
  )) as { readonly reason: string; readonly events: readonly { readonly id: string }[] };
  const used = usage.rows.filter(({ value }) => value !== '0');
  return {
    address: '/console/#/overview',
    kept: [0, 0, ''],
    usage: Object.fromEntries(used.map(({ start, value }) => [start.slice(0, 10), value])),
    refusedZone: [1, 0],
    refusedMonth: [1, 0],
    heading: `Invoice ${invoice?.number}`,
    pdf: [`${invoice?.number}.pdf`, '%PDF-'],
    brokenLink: ['Sign in', '/console/#/overview'],
    json: `${invoice?.number}.json`,
    status: 'paid',
    reason: explained.reason,
    events: explained.events.map(({ id }) => id),
    origins: [farthing.stack.url],
    faults: [],
  };
}

/** @returns what the console shows otherwise than it should. */
export async function consoleFaults(): Promise<readonly string[]> {
  const farthing = await LocalFarthing.started();
  try {
    await prepared(farthing);
    const dryRun = await dryRunOf(farthing);
    const folder = join(import.meta.dirname, 'generated/console');
    const printed = await printedBy(
      'browser/use-console.ts',
      ...[farthing.stack.url, farthing.stack.apiKey, month, '2026-04-01T15:00:00Z', folder],
    );
    const seen = JSON.parse(printed) as Seen;
    console.log(
      `the console: first view after ${String(seen['firstViewMs'])} ms, pictures in ${folder}`,
    );
    const expected = { ...(await expectedOf(farthing)), dryRun };
    return Object.entries(expected)
      .filter(([what, value]) => !isDeepStrictEqual(seen[what], value))
      .map(([what, value]) => {
        const [shown, wanted] = [JSON.stringify(seen[what]), JSON.stringify(value)];
        return `the console: ${what} is ${shown}, and should be ${wanted}`;
      });
  } finally {
    await farthing.stop();
    await farthing.remove();
  }
}
