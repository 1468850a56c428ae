import { describe, expect, it } from '@jest/globals';
import { recountHours } from '../../../core/billing/run/reconcile.ts';
import { listUnbilled } from '../../../core/billing/unbilled/list-unbilled.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { eventsIn } from '../../../core/metering/log/block.ts';
import { logKeyOf, partitionOf } from '../../../core/metering/log/log-key.ts';
import { slotAsRead } from '../../../core/metering/totals/totals.ts';
import { totalsBytes, totalsFrom } from '../../../core/metering/totals/totals-bytes.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { billed, invoicesOf } from '../../support/billed-tenant.ts';
import { aTenancy, shown } from '../../support/rated-usage.ts';

const occurredAt = timestampFrom('2026-01-10T10:00:00Z') ?? timestampOf(0);
const hour = Math.floor(occurredAt / 3_600_000);
const place = { tenant: 'acme', partition: partitionOf('app-1'), hour };
const hours = { from: hour, to: hour + 1 };

const sent = (id: string, bytes: number) =>
  aUsageEvent({ id, subject: 'app-1', occurredAt, type: 'view', data: JSON.stringify({ bytes }) });

const metered = () =>
  aTenancy({
    meters: [aMeter({ key: 'bytes', eventType: 'view', aggregation: 'sum', value: 'bytes' })],
    plans: {
      reader: aPlan(aVersion({ charges: [{ meter: 'bytes', model: 'per_unit', unitPrice: '1' }] })),
    },
    customers: [aCustomer({ plan: [{ plan: 'reader', from: '1970-01-01' }] })],
  });

/** Totals of 0.1 + 0.2, a third and 0.5, in a block, as commit fbdfb75 put them: it read the last of them only. */
const foldedBefore = Buffer.from(
  'ARuAAADEgnWlPnlOTIF7xJOwAWceiIY2GKw84O1UHKr7omtuze44RcPluhwPCA0i5wdCETOwXc8ydRpFQeyH23C5IhS079twRUFc0BU0p5Ni7C7H5xWhiE6dOqWg4ArC0UkUNIviDw==',
  'base64',
);

/** As a program that read no value with more than 12 places left the hour. */
async function keptAsBefore({ totals }: Awaited<ReturnType<typeof metered>>): Promise<void> {
  const found = await totals.read(place);
  if (found === undefined) throw new Error('the hour has totals');
  const { revision, value } = found;
  const before = { ...value, tallies: value.tallies.map((slot) => slotAsRead(slot, 1)) };
  await totals.put(place, { revision: revision + 1, value: before });
}

describe('values with more than 12 places', () => {
  it('are billed to 12 places', async () => {
    const { use, request } = await metered();
    await use([sent('sum', 0.1 + 0.2), sent('third', 1 / 3), sent('exact', 0.5)]);

    expect(shown((await request('press-review', '2026-01')).current.charges)).toEqual([
      ['bytes', '1.133333333333', '1.133333333333'],
    ]);
  });

  it('are listed where they have 25 digits and more, and events keep their text', async () => {
    const tenancy = await metered();
    const { use, usageLog, rating } = tenancy;
    const data = '{"bytes": 123456789012345678901234567890}';
    await use([{ ...sent('huge', 0), data }, sent('exact', 0.5)]);

    await billed(tenancy);

    const key = logKeyOf('acme', sent('huge', 0), rating.shardEpochs);
    const { blocks } = await usageLog.read(key, 0);
    const texts = blocks.flatMap(({ bytes }) => eventsIn(bytes).map(({ data }) => data));
    expect(texts).toContain(data);
    expect(await invoicesOf(tenancy)).toMatchObject([{ total: '0.50' }]);
    const rows = await listUnbilled(tenancy, 'acme', {
      month: monthFrom('2026-01'),
      partition: place.partition,
    });
    expect(rows).toMatchObject([
      { subject: 'app-1', meter: 'bytes', reason: 'unreadable', quantity: 0n, events: 1n },
    ]);
    expect(tenancy.notices).toMatchObject([{ event: 'billing.unbilled', code: 'unreadable' }]);
  });

  it('are kept apart in totals, byte by byte', async () => {
    const { use, totals } = await metered();
    await use([sent('third', 1 / 3), sent('exact', 0.5)]);
    const stored = (await totals.read(place))?.value;

    expect(stored?.tallies).toMatchObject([
      {
        tally: { kind: 'sum', sum: 500_000_000_000n },
        rounded: { tally: { kind: 'sum', sum: 333_333_333_333n }, events: 1 },
        unreadable: 0,
      },
    ]);
    expect(stored === undefined ? undefined : totalsFrom(totalsBytes(stored))).toEqual(stored);
  });

  it('make no adjustment of a month that was closed before they were read', async () => {
    const { use, request, books, clock } = await metered();
    await use([sent('third', 1 / 3), sent('exact', 0.5)]);
    const { agreed: _, ...january } = await request('press-review', '2026-01');
    const [charge] = january.current.charges;
    if (charge === undefined) throw new Error('there is a charge');
    // Closings of then say nothing of their rules, and billed what was read.
    const quantity = 500_000_000_000n as typeof charge.quantity;
    const exact = (quantity * 1_000_000_000_000n) as typeof charge.exact;
    const charges = [{ ...charge, quantity, exact }];
    await closePeriods({ books, clock }, 'acme', [
      { ...january, current: { ...january.current, charges } },
    ]);

    const february = await request('press-review', '2026-02');

    expect(february.earlier.map((earlier) => shown(earlier.charges))).toEqual([
      [['bytes', '0.5', '0.5']],
    ]);
  });

  it('that older code folded into totals of an open month are billed when it is closed', async () => {
    const tenancy = await metered();
    const { use, request, totals } = tenancy;
    await use([sent('sum', 0.1 + 0.2), sent('third', 1 / 3), sent('exact', 0.5)]);
    const revision = ((await totals.read(place))?.revision ?? 0) + 1;
    await totals.put(place, { revision, value: totalsFrom(foldedBefore) });

    const before = await request('press-review', '2026-01');
    await billed(tenancy);

    expect(shown(before.current.charges)).toEqual([['bytes', '0.5', '0.5']]);
    expect(await invoicesOf(tenancy)).toMatchObject([{ total: '1.13', status: 'issued' }]);
    expect(tenancy.notices).toEqual([]);
  });

  it('are read once another event comes to their hour', async () => {
    const tenancy = await metered();
    const { use, request, rating, usageHours } = tenancy;
    await use([sent('third', 1 / 3), sent('exact', 0.5)]);
    await keptAsBefore(tenancy);

    await use([sent('later', 1)]);

    const { current } = await request('press-review', '2026-01');
    expect(shown(current.charges)).toEqual([['bytes', '1.833333333333', '1.833333333333']]);
    const { drift } = await recountHours({ ...rating, usageHours }, 'acme', hours);
    expect(drift).toBeUndefined();
  });

  it('of hours that were folded before hide no event that the totals do not have', async () => {
    const tenancy = await metered();
    const { use, totals, rating, usageHours } = tenancy;
    await use([sent('third', 1 / 3), sent('exact', 0.5)]);
    await keptAsBefore(tenancy);
    const found = await totals.read(place);
    if (found === undefined) throw new Error('the hour has totals');
    const [slot, ...others] = found.value.tallies;
    if (slot === undefined) throw new Error('there is a slot');
    const tampered = { ...found.value, tallies: [{ ...slot, unreadable: 0 }, ...others] };
    await totals.put(place, { revision: found.revision + 1, value: tampered });

    const { drift } = await recountHours({ ...rating, usageHours }, 'acme', hours);
    expect(drift).toMatchObject({ hour });
  });
});
