import { describe, expect, it } from '@jest/globals';
import { type BillingMessage, billingMessageFrom } from '../../../core/billing/run/message.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { partitionOf, partitions } from '../../../core/metering/log/log-key.ts';
import { runBilling } from '../../../functions/run-billing/run-billing.ts';
import { aTenant, interfaceOf, press } from '../../support/billed-tenant.ts';

/** A customer of one subject, whose name says nothing of where that stands. */
const customersOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...press,
    key: `customer-${index}`,
    subjects: [`app-${index}`],
  }));

/** Asks for January, and works off its steps until customers are dealt out: what was queued, and what it read. */
async function dealtOut(count: number, shards = 1) {
  const billing = await aTenant({ customers: customersOf(count) });
  let walks = 0;
  const customers: typeof billing.rating.customers = {
    ...billing.rating.customers,
    list: (...asked) => {
      walks += 1;
      return billing.rating.customers.list(...asked);
    },
  };
  const shardEpochs = [{ from: timestampOf(0), shards }];
  const run = runBilling({ ...billing, rating: { ...billing.rating, customers, shardEpochs } });
  const headers = { 'content-type': 'application/json' };
  await interfaceOf(billing)('POST /v1/billing-runs', { body: { period: '2026-01' }, headers });
  const { bodies } = billing.queue;
  const messages: BillingMessage[] = [];
  for (let next = 0; next < bodies.length; next += 1) {
    const message = billingMessageFrom(bodies[next] ?? '');
    messages.push(message);
    if (message.kind === 'run') await run(message);
  }
  const groups = messages.flatMap((one) => (one.kind === 'close' ? [one.customers] : []));
  return { groups, walks, messages };
}

/** How often partitions are read for groups of customers. */
const readsFor = (groups: readonly (readonly string[])[]): number =>
  groups
    .map((group) => group.map((key) => partitionOf(key.replace('customer-', 'app-'))))
    .reduce((sum, found) => sum + new Set(found).size, 0);

describe('customers that are dealt out', () => {
  it.each([
    { count: 320, messages: 4 },
    { count: 1_700, messages: 16 },
  ])(
    'are $count in $messages messages, by where the usage of their subjects stands',
    async ({ count, messages }) => {
      const { groups } = await dealtOut(count);

      const all = customersOf(count).map(({ key }) => key);
      expect(groups.flat().toSorted()).toEqual(all.toSorted());
      expect(groups).toHaveLength(messages);
      // Each message but the first may go on in a partition in which the one before ended.
      expect(readsFor(groups)).toBeLessThan(partitions + messages);
    },
  );

  it('are walked when a run begins, at each step of the search and at the end, and in no step of the recount', async () => {
    // A month of many logs is recounted in many steps.
    const { walks, messages } = await dealtOut(3, partitions);

    const steps = messages.flatMap((one) => (one.kind === 'run' ? [one.phase] : []));
    const searches = steps.filter((phase) => phase === 'search').length + 1;
    expect(steps.filter((phase) => phase === 'recount').length).toBeGreaterThan(5);
    expect(walks).toBe(1 + searches + 1);
  });
});
