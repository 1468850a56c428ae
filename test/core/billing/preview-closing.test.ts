import { describe, expect, it } from '@jest/globals';
import { previewClosing } from '../../../core/billing/preview-closing.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { hourOfMinute, logKeyOf } from '../../../core/metering/log/log-key.ts';
import { refreshHour } from '../../../core/metering/totals/refresh.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { billed } from '../../support/billed-tenant.ts';
import { setUp, someBilling, use } from '../../support/some-billing.ts';

const month = monthFrom('2026-01');
const sold = (amount: string, time: string) =>
  aUsageEvent({
    id: time,
    subject: 'app-1',
    occurredAt: timestampFrom(time) ?? timestampOf(Number.NaN),
    data: JSON.stringify({ amount }),
  });
const before = sold('1569.03', '2026-01-10T10:00:00Z');
const since = sold('406.12', '2026-01-20T10:00:00Z');

/** A meter that came when the log held `before` already, and a price of 1. */
async function aBackfilledTenant() {
  const billing = someBilling();
  const plan = aPlan(
    aVersion({ charges: [{ meter: 'sales', model: 'per_unit', unitPrice: '1' }] }),
  );
  await setUp(billing, {
    settings: someSettings(),
    plans: { seller: plan },
    customers: [
      aCustomer({
        key: 'press',
        subjects: ['app-1'],
        plan: [{ plan: 'seller', from: '2026-01-01' }],
      }),
    ],
  });
  await use(billing, [before]);
  const { meters } = await billing.catalogs.latest('acme', 'strong');
  const sales = aMeter({
    key: 'sales',
    eventType: before.type,
    aggregation: 'sum',
    value: 'amount',
    sinceVersion: 2,
  });
  await billing.catalogs.append('acme', { version: 2, meters: [...meters, sales] });
  await use(billing, [since]);
  const preview = async () => {
    const { draft, obstacle, isPartial, closedBy } = await previewClosing(billing, 'acme', {
      customer: 'press',
      month,
    });
    return { total: draft.total, obstacle, isPartial, closedBy };
  };
  const backfill = () => {
    const key = logKeyOf('acme', before, billing.rating.shardEpochs);
    const hour = hourOfMinute(key.minute);
    return refreshHour(billing.rating, {
      tenant: 'acme',
      shard: key.shard,
      hour,
      coverage: new Map(),
    });
  };
  return { billing, preview, backfill };
}

describe('a preview', () => {
  it('says that there is more to come while a meter of it is backfilled', async () => {
    const { preview, backfill } = await aBackfilledTenant();

    expect(await preview()).toMatchObject({ total: '406.12', isPartial: true });
    await backfill();
    expect(await preview()).toMatchObject({ total: '1975.15', isPartial: false });
  });

  it('says by which document a month is closed', async () => {
    const { billing, preview, backfill } = await aBackfilledTenant();
    await backfill();
    expect((await preview()).closedBy).toBeUndefined();

    await billed(billing);

    expect(await preview()).toMatchObject({
      obstacle: undefined,
      closedBy: { number: 'INV-2026-000001' },
    });
  });
});
