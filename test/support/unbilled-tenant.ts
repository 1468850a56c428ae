import { timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../fixtures/plans.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';
import { billingInterface } from './billing-interface.ts';
import { type SomeBilling, setUp, someBilling, workOff } from './some-billing.ts';

const at = (text: string) => timestampFrom(text) ?? timestampOf(Number.NaN);
/** A view, which is itself by its subject and time. */
export const aView = (subject: string, time: string) =>
  aUsageEvent({ id: `${subject} ${time}`, subject, occurredAt: at(time) });

/** Pays a euro for each view of `app-1`. */
export const press = aCustomer({
  key: 'press',
  subjects: ['app-1'],
  plan: [{ plan: 'reader', from: '1970-01-01' }],
});

/** A tenant of one customer, with its billing runs and the list of what is not billed. */
export async function aTenantWithStrays() {
  const billing = someBilling();
  await setUp(billing, {
    settings: someSettings(),
    plans: {
      reader: aPlan(aVersion({ charges: [{ meter: 'view', model: 'per_unit', unitPrice: '1' }] })),
    },
    customers: [press],
  });
  const ask = billingInterface(billing);
  let done = 0;
  return {
    billing,
    ask,
    billAt: async (period: string, time: string) => {
      billing.time.now = at(time);
      await ask('POST /v1/billing-runs', { body: { period } });
      done = await workOff(billing, done);
    },
    rowsOf: async (period: string) => {
      const rows: Record<string, unknown>[] = [];
      for (let cursor: string | undefined; ; ) {
        const query = { period, limit: '1', ...(cursor === undefined ? {} : { cursor }) };
        const { body } = await ask('GET /v1/unbilled', { query });
        const page = body as { rows: Record<string, unknown>[]; nextCursor?: string };
        rows.push(...page.rows);
        cursor = page.nextCursor;
        if (cursor === undefined) return rows;
      }
    },
    unbilledNotices: () => billing.notices.filter(({ event }) => event === 'billing.unbilled'),
  };
}

/** The bodies of all looks for what is not billed, as they were sent. */
export const looks = (billing: SomeBilling): Record<string, unknown>[] =>
  billing.queue.bodies
    .map((body) => JSON.parse(body) as Record<string, unknown>)
    .filter(({ kind }) => kind === 'list-unbilled');
