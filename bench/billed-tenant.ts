import { setTimeout as sleep } from 'node:timers/promises';
import type { PlanBody } from '../core/contract/catalog/plan-shapes.ts';
import type { SettingsBody } from '../core/contract/catalog/settings-shapes.ts';
import { inParallel } from '../core/kernel/in-parallel.ts';
import { send } from './sender.ts';
import { type BenchStack, call } from './stack.ts';

/** A month that is billed: `YYYY-MM`, and its first instant in UTC. */
export interface BilledMonth {
  readonly period: string;
  readonly start: number;
}

const LAST = { year: 2026, month: 8 };

/** So many months in a row, up to September 2026. */
export const billedMonths = (count: number): readonly BilledMonth[] =>
  Array.from({ length: count }, (_, index) => {
    const start = Date.UTC(LAST.year, LAST.month + 1 + index - count, 1);
    return { period: new Date(start).toISOString().slice(0, 7), start };
  });

const DAYS = 2;
const DAY_MS = 86_400_000;
/** Of each type, for each customer, spread over the days. */
const ROUNDS = 3;
const EVENTS_PER_REQUEST = 500;
const CONNECTIONS = 4;
export const types = ['view', 'download', 'api.call'] as const;

export const plan: PlanBody = {
  versions: [
    {
      effectiveFrom: '2026-01-01',
      currency: 'EUR',
      charges: [
        { meter: 'views', model: 'per_unit', unitPrice: '0.001', description: 'Views' },
        { meter: 'download_bytes', model: 'per_unit', unitPrice: '0.00000001' },
        {
          meter: 'api_calls',
          model: 'graduated',
          tiers: [
            { upTo: '1', unitPrice: '0.01' },
            { upTo: null, unitPrice: '0.003' },
          ],
        },
      ],
      fixedFees: [{ key: 'base', amount: '5', description: 'Base fee' }],
    },
  ],
};

export const settings: SettingsBody = {
  seller: {
    name: 'Magazine GmbH',
    taxNumber: 'DE123456788',
    electronicAddress: { scheme: 'EM', id: 'billing@magazine.example' },
    address: { lines: ['Hauptstr. 1'], postalCode: '10115', city: 'Berlin', country: 'DE' },
  },
  taxes: { standard: { category: 'S', rate: '19' } },
  approval: false,
  bounds: null,
};

export const keyOf = (customer: number): string => `customer-${String(customer).padStart(5, '0')}`;

const profile = (customer: number, from: string) => ({
  name: `Reader ${customer} Ltd`,
  plan: [{ plan: 'reader', from }],
  address: { lines: ['1 High Street'], postalCode: 'N1', city: 'London', country: 'GB' },
  electronicAddress: { scheme: 'EM', id: `invoices@${keyOf(customer)}.example` },
});

/** A tenant with so many customers, put on the third day of the first month and on a plan since its first. */
export async function putTenant(
  { runtime, apiKey }: BenchStack,
  customers: number,
  { period, start }: BilledMonth,
): Promise<void> {
  runtime.setClock(start + (DAYS + 0.5) * DAY_MS);
  const put = (path: string, body: object) => call(runtime, apiKey, 'PUT', path, body);
  await put('/v1/billing-settings', settings);
  await put('/v1/plans/reader', plan);
  const all = Array.from({ length: customers }, (_, customer) => customer);
  await inParallel(CONNECTIONS, all, (customer) =>
    put(`/v1/customers/${keyOf(customer)}`, profile(customer, `${period}-01`)),
  );
}

/** Sends what every customer uses in a month, and waits until it is in the totals. */
export async function useMonth(
  { runtime, apiKey }: BenchStack,
  customers: number,
  month: BilledMonth,
): Promise<void> {
  runtime.setClock(month.start + (DAYS + 0.5) * DAY_MS);
  const bodies = [...bodiesOf(customers, month)];
  const sent = await send({ url: runtime.url, apiKey, bodies, connections: CONNECTIONS });
  if (sent.accepted !== customers * ROUNDS * types.length) {
    throw new Error(`not all events were accepted: ${JSON.stringify(sent)}`);
  }
  // What is to be totalled is delayed for a second; other messages for minutes.
  await runtime.idle({ delayed: false });
  await sleep(3_000);
  await runtime.idle({ delayed: false });
}

/** Events in the order of their times, every customer's on different days. */
function* bodiesOf(customers: number, { period, start }: BilledMonth): Generator<string> {
  const count = customers * ROUNDS * types.length;
  const step = (DAYS * DAY_MS) / count;
  for (let first = 0; first < count; first += EVENTS_PER_REQUEST) {
    const length = Math.min(EVENTS_PER_REQUEST, count - first);
    yield JSON.stringify(
      Array.from({ length }, (_, offset) => {
        const index = first + offset;
        return {
          specversion: '1.0',
          id: `event-${period}-${index}`,
          source: 'https://magazine.example/edge',
          type: types[Math.floor(index / customers) % types.length],
          subject: keyOf(index % customers),
          time: new Date(start + Math.floor(index * step)).toISOString(),
          data: { bytes: (index * 7_919) % 200_000, region: 'eu-central-1' },
        };
      }),
    );
  }
}
