import { describe, expect, it } from '@jest/globals';
import { RunProgress } from '../../../core/billing/run/progress.ts';
import { findUnassigned, searchNow } from '../../../core/billing/run/search-month.ts';
import { putCustomer } from '../../../core/catalog/put-customer.ts';
import { tenantBillingFrom } from '../../../core/catalog/tenant-billing.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { partitionOf, partitions } from '../../../core/metering/log/log-key.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, someSettings } from '../../fixtures/plans.ts';
import { aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy } from '../../support/rated-usage.ts';

const settings = someSettings({ defaultPlan: 'reader' });

/**
 * It is the middle of June 2026; `app-1` pays for itself and has used something on the 10th of the months that are
 * said.
 */
async function usedIn(...months: readonly number[]) {
  const tenancy = await aTenancy(
    { plans: { reader: aPlan() }, settings },
    timestampOf(Date.UTC(2026, 5, 15)),
  );
  const event = (month: number) =>
    aUsageEvent({
      id: `in ${month}`,
      subject: 'app-1',
      occurredAt: timestampOf(Date.UTC(2026, month - 1, 10)),
    });
  await tenancy.use(months.map(event));
  const toBill = async (text: string) => {
    const month = monthFrom(text);
    const billing = tenantBillingFrom(settings);
    await searchNow(tenancy, 'acme', month);
    const found: string[] = [];
    const progress = new RunProgress(tenancy, 'acme', { month, billing });
    for await (const { customer } of progress.months()) found.push(customer);
    return found;
  };
  const close = async (period: string) =>
    closePeriods(tenancy, 'acme', await tenancy.requests(await toBill(period), period));
  return { toBill, close };
}

describe('who is billed for a month without a profile', () => {
  it('is a subject that used something in it', async () => {
    const { toBill } = await usedIn(1);

    expect(await toBill('2026-01')).toEqual(['subject:app-1']);
    expect(await toBill('2026-02')).toEqual([]);
  });

  it('is one that was charged for the two before, whose usage may still come, and nobody for good', async () => {
    const { toBill, close } = await usedIn(1);

    for (const period of ['2026-01', '2026-02', '2026-03']) await close(period);

    expect(await toBill('2026-02')).toEqual(['subject:app-1']);
    expect(await toBill('2026-03')).toEqual(['subject:app-1']);
    expect(await toBill('2026-04')).toEqual([]);
  });
});

describe('what a search leaves', () => {
  it('is kept of partitions in which somebody has no payer, and taken back when that one has', async () => {
    const tenancy = await aTenancy(
      { plans: { reader: aPlan() }, settings },
      timestampOf(Date.UTC(2026, 5, 15)),
    );
    await tenancy.use([
      aUsageEvent({ subject: 'app-1', occurredAt: timestampOf(Date.UTC(2026, 0, 10)) }),
    ]);
    const month = monthFrom('2026-01');
    const kept: (readonly [number, readonly string[]])[] = [];
    const runs: typeof tenancy.runs = {
      ...tenancy.runs,
      putUnassigned: (unassigned) => {
        kept.push([unassigned.partition, unassigned.subjects]);
        return tenancy.runs.putUnassigned(unassigned);
      },
    };
    const search = () => searchNow({ ...tenancy, runs }, 'acme', month);

    await search();
    await putCustomer(tenancy.rating.customers, 'acme', {
      customer: aCustomer({ key: 'press', subjects: ['app-1'] }),
      now: timestampOf(Date.UTC(2026, 5, 15)),
      replaces: undefined,
    });
    await search();

    const partition = partitionOf('app-1');
    expect(kept).toEqual([
      [partition, ['app-1']],
      [partition, []],
    ]);
  });

  it.each([
    ['memory has room for the subjects of few partitions at a time', { ownersMax: 5 }],
    ['a message reads few partitions', { enough: 10 }],
  ])('is the same where %s', async (_, few) => {
    const subjects = Array.from({ length: 200 }, (_, index) => `app-${index}`);
    const owned = subjects.filter((_, index) => index % 2 === 0);
    const tenancy = await aTenancy(
      {
        plans: { reader: aPlan() },
        settings,
        customers: owned.map((subject, index) =>
          aCustomer({ key: `customer-${index}`, subjects: [subject] }),
        ),
      },
      timestampOf(Date.UTC(2026, 5, 15)),
    );
    const occurredAt = timestampOf(Date.UTC(2026, 0, 10));
    await tenancy.use(subjects.map((subject) => aUsageEvent({ id: subject, subject, occurredAt })));
    const month = monthFrom('2026-01');
    const ends: number[] = [];

    for (let from = 0; from < partitions; from = ends.at(-1) ?? partitions) {
      ends.push(await findUnassigned(tenancy, { tenant: 'acme', month, from, ...few }));
    }

    expect(await tenancy.runs.unassigned('acme', month)).toEqual(
      subjects.filter((subject) => !owned.includes(subject)).sort(),
    );
    expect(ends.length).toBeGreaterThan(2);
    expect(ends.at(-1)).toBe(partitions);
  });
});
