import { timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../fixtures/plans.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';
import { billingInterface } from './billing-interface.ts';
import { type SomeBilling, setUp, someBilling, workOff } from './some-billing.ts';

/** An instant written out. */
export const at = (text: string) => timestampFrom(text) ?? timestampOf(Number.NaN);

/** So many views of a subject on a day. */
export const viewsOf = (subject: string, count: number, day = '2026-01-14') =>
  Array.from({ length: count }, (_, index) =>
    aUsageEvent({
      id: `${subject} ${day} ${index}`,
      subject,
      occurredAt: at(`${day}T10:00:00Z`),
    }),
  );

/** A plan of views at 0.25 EUR. */
const dear = aPlan(
  aVersion({ charges: [{ meter: 'view', model: 'per_unit', unitPrice: '0.25' }] }),
);
/** Pays for `app-1`. */
export const press = aCustomer({
  key: 'press',
  subjects: ['app-1'],
  plan: [{ plan: 'dear', from: '1970-01-01' }],
});
/** Pays for `app-2`. */
export const radio = aCustomer({
  key: 'radio',
  subjects: ['app-2'],
  plan: [{ plan: 'dear', from: '1970-01-01' }],
});

/** A tenant with prices, and whoever is to be billed. */
export async function aTenant(
  given: Partial<Parameters<typeof setUp>[1]> = {},
): Promise<SomeBilling> {
  const billing = someBilling();
  await setUp(billing, {
    settings: someSettings(),
    plans: { dear },
    customers: [press, radio],
    ...given,
  });
  return billing;
}

/** Asks as its key would over HTTP. */
export const interfaceOf = (billing: SomeBilling) => billingInterface(billing);

/** Asks for a billing run and works it off. */
export async function billed(
  billing: SomeBilling,
  body: Readonly<Record<string, unknown>> = { period: '2026-01' },
) {
  const done = billing.queue.bodies.length;
  const headers = { 'content-type': 'application/json' };
  const answer = await interfaceOf(billing)('POST /v1/billing-runs', { body, headers });
  await workOff(billing, done);
  return answer;
}

/** Where January stands. */
export const runOf = async (billing: SomeBilling, period = '2026-01') =>
  (await interfaceOf(billing)('GET /v1/billing-runs/{period}', { params: { period } })).body;

/** What is listed. */
export const invoicesOf = async (
  billing: SomeBilling,
  query: Readonly<Record<string, string>> = {},
) =>
  (await interfaceOf(billing)('GET /v1/invoices', { query })).body['invoices'] as {
    id: string;
    number: string;
    total: string;
    customer: string;
    status: string;
  }[];
