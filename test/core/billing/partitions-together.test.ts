import { describe, expect, it } from '@jest/globals';
import { knownTenant } from '../../../core/billing/unbilled/known-tenant.ts';
import { listTogether, listUnbilled } from '../../../core/billing/unbilled/list-unbilled.ts';
import { type UnbilledUsage, unbilledKey } from '../../../core/billing/unbilled/unbilled-usage.ts';
import { UsageSums } from '../../../core/billing/unbilled/usage-sums.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { partitions } from '../../../core/metering/log/log-key.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy, views } from '../../support/rated-usage.ts';

const CUSTOMERS = 120;
const month = monthFrom('2026-01');
const indexes = Array.from({ length: CUSTOMERS }, (_, index) => index);

/** A third is closed, and each has another subject in a partition that is not its own; some subjects are nobody's. */
async function someTenant() {
  const tenant = await aTenancy(
    {
      meters: [views],
      plans: { reader: aPlan(aVersion()) },
      customers: indexes.map((index) =>
        aCustomer({
          key: `reader-${index}`,
          subjects: [`reader-${index}`, `app-${index}`],
          plan: [{ plan: 'reader', from: '2026-01-01' }],
        }),
      ),
    },
    timestampOf(Date.UTC(2026, 3, 3)),
  );
  const occurredAt = timestampOf(Date.UTC(2026, 0, 10));
  const subjects = indexes.flatMap((index) => [`reader-${index}`, `app-${index}`, `own-${index}`]);
  await tenant.use(
    subjects.map((subject) => aUsageEvent({ id: `of-${subject}`, subject, occurredAt })),
  );
  const closed = indexes.filter((index) => index % 3 === 0).map((index) => `reader-${index}`);
  await closePeriods(tenant, 'acme', await tenant.requests(closed, '2026-01'));
  return tenant;
}

/** Counts requests to the cells of the books while something is done. */
async function counting<Result>(
  { cells }: Awaited<ReturnType<typeof someTenant>>,
  work: () => Promise<Result>,
) {
  const read = cells.read.bind(cells);
  let requests = 0;
  cells.read = (...asked) => {
    requests += 1;
    return read(...asked);
  };
  const result = await work();
  cells.read = read;
  return { result, requests };
}

describe('partitions that are looked at together', () => {
  it('have the rows and the sums that they have one by one, for far fewer requests', async () => {
    const tenant = await someTenant();
    const known = await knownTenant(tenant, 'acme', { from: 0 });
    const sums = { singly: new UsageSums(known.meters), together: new UsageSums(known.meters) };

    const singly = await counting(tenant, async () => {
      const rows: UnbilledUsage[] = [];
      for (let partition = 0; partition < partitions; partition += 1) {
        const asked = { month, known, partition, sums: sums.singly };
        rows.push(...(await listUnbilled(tenant, 'acme', asked)));
      }
      return rows;
    });
    const together = await counting(tenant, async () => {
      const rows: UnbilledUsage[] = [];
      for (let from = 0; from < partitions; ) {
        const asked = { month, known, from, until: partitions, sums: sums.together };
        const { listed, to } = await listTogether(tenant, 'acme', asked);
        rows.push(...listed);
        from = to;
      }
      return rows;
    });

    const byKey = (rows: readonly UnbilledUsage[]) =>
      rows.toSorted((a, b) => (unbilledKey(a) < unbilledKey(b) ? -1 : 1));
    expect(byKey(together.result)).toEqual(byKey(singly.result));
    expect(sums.together.all()).toEqual(sums.singly.all());
    expect(singly.result.length).toBeGreaterThan(CUSTOMERS);
    expect(together.requests).toBeLessThan(singly.requests / 8);
  });
});
