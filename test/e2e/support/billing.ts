import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalFarthing } from './local-stack.ts';
import { realRequests } from './real-log.ts';

/** The plan that every reader has: the prices that `owed` knows too, in its own words. */
const reader = {
  versions: [
    {
      effectiveFrom: '2015-01-01',
      currency: 'EUR',
      minimumCharge: '0.005',
      charges: [
        { meter: 'view', model: 'per_unit', unitPrice: '0.001' },
        { meter: 'download', model: 'per_unit', unitPrice: '0.002' },
        { meter: 'download_bytes', model: 'per_unit', unitPrice: '0.00000001' },
        {
          meter: 'api.call',
          model: 'graduated',
          tiers: [
            { upTo: '1', unitPrice: '0.01' },
            { upTo: null, unitPrice: '0.003' },
          ],
        },
      ],
    },
  ],
};

const settings = {
  seller: {
    name: 'Magazine GmbH',
    taxNumber: 'DE123456788',
    electronicAddress: { scheme: 'EM', id: 'billing@magazine.example' },
    address: { lines: ['Hauptstr. 1'], postalCode: '10115', city: 'Berlin', country: 'DE' },
  },
  timezone: 'Europe/Berlin',
  approval: false,
  taxes: { standard: { category: 'S', rate: '19' } },
  defaultPlan: 'reader',
  defaultPlanFrom: '2015-01-01',
};

/**
 * Hosts that pay for themselves, by the default plan; all others are subjects of customers with a profile. A run closes
 * a hundred customers at a time, two times a hundred at once: so there is a moment when some are closed and some are
 * not.
 */
const OWN_HOSTS = 120;

const profiles = {
  'press-review': {
    name: 'Press Review S.à r.l.',
    timezone: 'America/New_York',
    address: { lines: ['1 rue du Fort'], postalCode: '1234', city: 'Luxembourg', country: 'LU' },
    electronicAddress: { scheme: 'EM', id: 'invoices@press-review.example' },
  },
  archive: { name: '東京アーカイブ', timezone: 'Asia/Tokyo' },
  atoll: { name: 'Атолл', timezone: 'Pacific/Kiritimati' },
  pass: { name: 'Pass', timezone: 'Asia/Kathmandu' },
};
const keys = Object.keys(profiles);

/** Who pays for each host that does not pay for itself. */
function owners(): ReadonlyMap<string, string> {
  const hosts = [...new Set(realRequests().map(({ subject }) => subject))];
  return new Map(
    hosts.slice(OWN_HOSTS).map((host, index) => [host, keys[index % keys.length] ?? '']),
  );
}

async function put(farthing: LocalFarthing, path: string, body: object): Promise<void> {
  const answer = await farthing.request('PUT', path, body);
  if (answer.status >= 300) throw new Error(`PUT ${path}: ${JSON.stringify(answer)}`);
}

/** What May is billed by. */
export async function setUpBilling(farthing: LocalFarthing): Promise<void> {
  await put(farthing, '/v1/plans/reader', reader);
  await put(farthing, '/v1/billing-settings', settings);
  const paidBy = owners();
  for (const [key, profile] of Object.entries(profiles)) {
    const subjects = [...paidBy].flatMap(([host, owner]) => (owner === key ? [host] : []));
    await put(farthing, `/v1/customers/${key}`, { ...profile, subjects });
  }
}

/** What a billing run says of itself. */
export interface BillingRun {
  readonly status: 'open' | 'waiting' | 'done';
  readonly checkedAt?: string;
  readonly counts: Readonly<Record<'closed' | 'parked' | 'open' | 'not-ended', number>>;
  readonly waitingFor: readonly { readonly code: string; readonly detail: string }[];
  readonly unassigned: readonly string[];
}

export async function billingRun(
  farthing: LocalFarthing,
  period: string,
  apiKey = farthing.stack.apiKey,
): Promise<BillingRun> {
  const path = `/v1/billing-runs/${period}?limit=1`;
  return (await farthing.request('GET', path, undefined, apiKey)).body as BillingRun;
}

/** Starts the run of a month and waits until it is done or waits; documents may still be on their way. */
export async function billed(
  farthing: LocalFarthing,
  period: string,
  apiKey = farthing.stack.apiKey,
): Promise<BillingRun> {
  const before = (await billingRun(farthing, period, apiKey)).checkedAt;
  const { status, body } = await farthing.request('POST', '/v1/billing-runs', { period }, apiKey);
  if (status !== 202) throw new Error(`the run did not start: ${JSON.stringify(body)}`);
  for (;;) {
    const run = await billingRun(farthing, period, apiKey);
    if (run.checkedAt !== before && run.status !== 'open') return run;
    await sleep(300);
  }
}

/** Waits until some months of a run are closed, and fails when all are. */
export async function untilSomeAreClosed(farthing: LocalFarthing, period: string): Promise<void> {
  for (;;) {
    const { counts } = await billingRun(farthing, period);
    if (counts.closed > 0 && counts.open === 0) throw new Error('the run was over already');
    if (counts.closed > 0) return;
    await sleep(20);
  }
}

/** What each customer owes for the log's month in nanos, by its key: counted and priced apart from all of ours. */
export function owed(): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  const calls = new Map<string, number>();
  const paidBy = owners();
  for (const { subject, type, bytes } of realRequests()) {
    const customer = paidBy.get(subject) ?? `subject:${subject}`;
    const before = calls.get(customer) ?? 0;
    if (type === 'api.call') calls.set(customer, before + 1);
    const amounts = {
      view: 1_000_000n,
      download: 2_000_000n + 10n * BigInt(bytes),
      'api.call': before === 0 ? 10_000_000n : 3_000_000n,
    };
    sums.set(customer, (sums.get(customer) ?? 0n) + amounts[type]);
  }
  return sums;
}

/** A decimal of at most nine places, in nanos. */
export function nanos(text: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,9}))?$/.exec(text);
  if (match === null) throw new Error(`not a decimal of nine places: ${text}`);
  const [, sign = '', whole = '', places = ''] = match;
  const size = BigInt(whole) * 1_000_000_000n + BigInt(places.padEnd(9, '0'));
  return sign === '-' ? -size : size;
}

export const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((a, b) => a + b, 0n);
