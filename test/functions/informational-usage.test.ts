import { describe, expect, it } from '@jest/globals';
import { openMeterOperations } from '../../core/contract/openmeter/operations.ts';
import { usageOperations } from '../../core/contract/usage/operations.ts';
import type { BackfillBilling } from '../../core/metering/backfills/backfill-stamp.ts';
import { serveRoutes } from '../../functions/middleware/serve-routes.ts';
import { queryUsage } from '../../functions/query-usage/query-usage.ts';
import { aPlan } from '../fixtures/plans.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';
import { aSeller, priced } from '../support/a-seller.ts';
import { asking } from '../support/ask.ts';
import { at } from '../support/billed-tenant.ts';
import { use } from '../support/some-billing.ts';

/** A seller whose customer has used something in January, and of which somebody wrote more down later. */
async function aSellerOfJanuary(billing: BackfillBilling) {
  const seller = await aSeller({ reader: aPlan(priced('2')) }, { defaultPlan: 'reader' });
  seller.isNow('2025-12-20T00:00:00Z');
  await seller.put('press', {
    subjects: ['app-1'],
    plan: [{ plan: 'reader', from: '2026-01-01' }],
  });
  await seller.uses('app-1', '2026-01-03T10:00:00Z');
  const written = (id: string, subject: string, time: string) =>
    aUsageEvent({
      ...{ id, subject, occurredAt: at(time) },
      backfill: { job: 'older', batch: '00', billing },
    });
  await use(seller.billing, [
    written('b1', 'app-1', '2026-01-03T10:05:00Z'),
    written('b2', 'app-1', '2026-01-04T10:00:00Z'),
    written('b3', 'nobody', '2026-01-04T10:00:00Z'),
  ]);
  seller.isNow('2026-02-03T00:00:00Z');
  await seller.bill('2026-01');
  const { catalogs, rating, totals } = seller.billing;
  const usage = asking(
    serveRoutes(
      'QueryUsage',
      { ...usageOperations, ...openMeterOperations },
      queryUsage({ ...seller.billing, catalogs, totals, customers: rating.customers } as never),
    ),
  );
  const query = { meter: 'view', from: '2026-01', to: '2026-02' };
  const used = async (more: Readonly<Record<string, string>> = {}) =>
    (await usage('GET /v1/usage', { query: { ...query, ...more } })).body;
  return { ...seller, used };
}

const january4 = { from: '2026-01-04T00:00:00Z', to: '2026-01-05T00:00:00Z' };

describe('informational usage', () => {
  it('is in no invoice, and its subject is in no run, whoever used it', async () => {
    const { comesTo, invoices, ask } = await aSellerOfJanuary('informational');

    const { body } = await ask('GET /v1/unbilled', { query: { period: '2026-01' } });

    expect(await comesTo('press', '2026-01')).toBe('2');
    expect((await invoices()).map(({ customer }) => customer)).toEqual(['press']);
    expect(body['rows']).toEqual([]);
  });

  it('is shown apart by usage queries, and by none as usage', async () => {
    const { used } = await aSellerOfJanuary('informational');

    expect(await used()).toMatchObject({ meter: 'view', rows: [{ value: '1' }] });
    expect(await used({ informational: 'true' })).toMatchObject({
      ...{ meter: 'view', informational: true, rows: [{ value: '3' }] },
    });
    expect(await used({ informational: 'true', groupBy: 'subject' })).toMatchObject({
      rows: [
        { subject: 'app-1', value: '2' },
        { subject: 'nobody', value: '1' },
      ],
    });
  });

  it('is listed with the job that wrote it, and why it is not billed', async () => {
    const { ask } = await aSellerOfJanuary('informational');

    const { body } = await ask('GET /v1/events', { query: { subject: 'app-1', ...january4 } });

    expect(body['events']).toMatchObject([
      {
        ...{ id: 'b2', status: 'not-billed', reason: 'informational', backfill: 'older' },
        meters: [{ meter: 'view', value: '1' }],
      },
    ]);
  });
});

describe('usage that a job wrote to be billed', () => {
  it('is usage as any other, and says which job wrote it', async () => {
    const { comesTo, used, ask } = await aSellerOfJanuary('adjust');

    const { body } = await ask('GET /v1/events', { query: { subject: 'app-1', ...january4 } });

    expect(await comesTo('press', '2026-01')).toBe('6');
    expect(await used({ informational: 'true' })).toMatchObject({ rows: [{ value: '0' }] });
    expect(body['events']).toMatchObject([{ id: 'b2', status: 'counted', backfill: 'older' }]);
  });
});
