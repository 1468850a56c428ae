import { describe, expect, it } from '@jest/globals';
import { aPlan } from '../fixtures/plans.ts';
import { aSeller, priced } from '../support/a-seller.ts';

const first = { source: 'urn:magazine', id: 'used 1', time: '2026-01-03T10:00:00Z' };

/** `used 1` and `used 2` of a customer that pays for views. */
async function twoViews() {
  const seller = await aSeller({ reader: aPlan(priced('2')) });
  seller.isNow('2025-12-20T00:00:00Z');
  const plan = [{ plan: 'reader', from: '2026-01-01' }];
  await seller.put('press', { subjects: ['app-1'], plan });
  await seller.uses('app-1', '2026-01-03T10:00:00Z', '2026-01-03T10:00:01Z');
  seller.isNow('2026-01-20T00:00:00Z');
  return seller;
}

describe('the list of events, of what was corrected', () => {
  it('says by which correction an event is out, and what only says that', async () => {
    const seller = await twoViews();
    const { body: done } = await seller.correct({ reason: 'a crawler', events: [first] });

    const { body: listed } = await seller.ask('GET /v1/events', {
      query: { subject: 'app-1', from: '2026-01-03T00:00:00Z', to: '2026-01-04T00:00:00Z' },
    });

    const events = listed['events'] as readonly Record<string, unknown>[];
    const of = (member: string, value: string) => events.find((one) => one[member] === value);
    const correction = done['id'];
    expect(of('id', 'used 1')).toMatchObject({
      ...{ status: 'not-billed', reason: 'corrected', correction, meters: [] },
    });
    expect(of('type', 'farthing.void')).toMatchObject({
      ...{ status: 'not-billed', reason: 'corrects', correction, meters: [] },
    });
    expect(of('id', 'used 2')).toMatchObject({ status: 'counted' });
    expect(of('id', 'used 2')).not.toHaveProperty('correction');
  });

  it('shows an amended event beside what it was amended to, until that is taken back', async () => {
    const seller = await twoViews();
    const query = { subject: 'app-1', from: '2026-01-03T00:00:00Z', to: '2026-01-04T00:00:00Z' };
    const reasons = async () => {
      const { body: listed } = await seller.ask('GET /v1/events', { query });
      return (listed['events'] as readonly Record<string, unknown>[])
        .flatMap(({ id, type, status, reason }) =>
          id === 'used 2' ? [] : [[type, status, reason].join(' ').trim()],
        )
        .sort();
    };
    const { body: done } = await seller.correct({
      ...{ reason: 'a wrong type', events: [first], amend: { data: { bytes: 9 } } },
    });

    const amended = await reasons();
    await seller.correct({ reason: 'it was right' }, String(done['id']));

    expect(amended).toEqual(['farthing.amend counted', 'view not-billed corrected']);
    expect(await reasons()).toEqual([
      'farthing.amend not-billed corrects',
      'farthing.restore not-billed corrects',
      'view counted',
    ]);
  });
});
