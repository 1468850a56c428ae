import { describe, expect, it } from '@jest/globals';
import { recountHours } from '../../core/billing/run/reconcile.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { partitionOf } from '../../core/metering/log/log-key.ts';
import { aPlan } from '../fixtures/plans.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';
import { aSeller, priced } from '../support/a-seller.ts';
import { at } from '../support/billed-tenant.ts';
import { use } from '../support/some-billing.ts';

const subjects = Array.from({ length: 20 }, (_, i) => `app-${i}`);
const even = subjects.find((one) => partitionOf(one) % 2 === 0) ?? '';
const odd = subjects.find((one) => partitionOf(one) % 2 === 1) ?? '';
const time = '2026-01-03T10:00:00Z';

async function two() {
  const seller = await aSeller({ reader: aPlan(priced('2')) });
  seller.isNow('2025-12-20T00:00:00Z');
  await seller.put('press', {
    subjects: [even, odd],
    plan: [{ plan: 'reader', from: '2026-01-01' }],
  });
  await use(seller.billing, [
    aUsageEvent({ id: 'same', subject: even, occurredAt: at(time) }),
    aUsageEvent({ id: 'same', subject: odd, occurredAt: at(time) }),
  ]);
  seller.isNow('2026-01-20T00:00:00Z');
  await seller.correct({
    reason: 'x',
    events: [{ source: 'urn:magazine', id: 'same', time, subject: even }],
  });
  return seller;
}

describe('two events of one name and minute, in logs of different shards', () => {
  it('one of which was taken out: a recount is what totals are', async () => {
    const { billing } = await two();
    const hour = Math.floor(at(time) / 3_600_000);
    const found = await recountHours(
      {
        ...billing.rating,
        usageHours: billing.usageLog,
        shardEpochs: [{ from: timestampOf(0), shards: 2 }],
      },
      'acme',
      { from: hour, to: hour + 1 },
    );
    expect(found.drift).toBeUndefined();
  });

  it('one of which was taken out: the other is listed as counted', async () => {
    const seller = await two();
    const { body } = await seller.ask('GET /v1/events', {
      query: { from: '2026-01-03T00:00:00Z', to: '2026-01-04T00:00:00Z' },
    });
    const events = body['events'] as { id: string; subject: string; status: string }[];
    const status = events.find((one) => one.id === 'same' && one.subject === odd)?.status;
    expect(status).toBe('counted');
  });
});
