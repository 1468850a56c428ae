import { describe, expect, it } from '@jest/globals';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { levelsBefore } from '../../../core/metering/levels/month-ends.ts';
import { partitionOf, partitions } from '../../../core/metering/log/log-key.ts';
import type { Aggregation, Meter } from '../../../core/metering/meter.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy, shown } from '../../support/rated-usage.ts';

const at = (text: string) => timestampFrom(text) ?? timestampOf(0);
let made = 0;
const change = (time: string, value: string, subject = 'app-1'): UsageEvent => {
  made += 1;
  return aUsageEvent({
    id: `level-${made}`,
    type: 'seats',
    subject,
    occurredAt: at(time),
    data: JSON.stringify({ value }),
  });
};

const seats = (aggregation: Aggregation, fields: Partial<Meter> = {}) =>
  aMeter({ key: 'seats', eventType: 'seats', aggregation, value: 'value', ...fields });
const goingOn = (aggregation: Aggregation) => seats(aggregation, { opensWith: 'previous' });

const tenancy = (meter: Meter) =>
  aTenancy({
    meters: [meter],
    plans: {
      team: aPlan(aVersion({ charges: [{ meter: 'seats', model: 'per_unit', unitPrice: '10' }] })),
    },
    customers: [
      aCustomer({ plan: [{ plan: 'team', from: '1970-01-01' }], subjects: ['app-1', 'app-2'] }),
    ],
  });

describe('a level that goes on over months', () => {
  it('bills in June the seat that was added in May, though nothing happened since', async () => {
    const { use, request } = await tenancy(goingOn('weighted_sum'));
    await use([change('2026-05-16T12:00:00Z', '1')]);

    const may = await request('press-review', '2026-05');
    const june = await request('press-review', '2026-06');

    expect(shown(may.current.charges)).toEqual([['seats', '0.5', '5']]);
    expect(shown(june.current.charges)).toEqual([['seats', '1', '10']]);
  });

  it('begins every month with nothing where the meter does not say so', async () => {
    const { use, request } = await tenancy(seats('weighted_sum'));
    await use([change('2026-05-16T12:00:00Z', '1')]);

    const june = await request('press-review', '2026-06');

    expect(shown(june.current.charges)).toEqual([['seats', '0', '0']]);
  });

  it('is the latest value for as long as there is no later one', async () => {
    const { use, request } = await tenancy(goingOn('latest'));
    await use([change('2026-03-16T12:00:00Z', '7'), change('2026-03-10T12:00:00Z', '9')]);

    const june = await request('press-review', '2026-06');

    expect(shown(june.current.charges)).toEqual([['seats', '7', '70']]);
  });

  it('is what its subjects’ levels are together, and changes with late events of earlier months', async () => {
    const { use, request } = await tenancy(goingOn('weighted_sum'));
    await use([change('2026-04-01T00:00:00Z', '1'), change('2026-05-10T00:00:00Z', '2', 'app-2')]);
    await request('press-review', '2026-05');
    await use([change('2026-04-20T00:00:00Z', '-1'), change('2026-06-16T00:00:00Z', '1')]);

    const june = await request('press-review', '2026-06');

    expect(shown(june.current.charges)).toEqual([['seats', '2.5', '25']]);
  });
});

describe('the level of a subject that moves', () => {
  it('ends for the one and begins for the other at that instant', async () => {
    const moved = at('2026-01-16T00:00:00Z');
    const plan = [{ plan: 'team', from: '1970-01-01' }];
    const { use, request } = await aTenancy({
      meters: [seats('weighted_sum')],
      plans: {
        team: aPlan(aVersion({ charges: [{ meter: 'seats', model: 'per_unit', unitPrice: '1' }] })),
      },
      customers: [
        aCustomer({
          key: 'giver',
          subjects: [],
          plan,
          tenures: [{ subject: 'app-1', until: moved }],
        }),
        aCustomer({
          key: 'taker',
          subjects: ['app-1'],
          plan,
          tenures: [{ subject: 'app-1', from: moved }],
        }),
      ],
    });
    await use([change('2026-01-10T00:00:00Z', '10'), change('2026-01-24T12:00:00Z', '2')]);

    const giver = await request('giver', '2026-01');
    const taker = await request('taker', '2026-01');

    // Ten for 6 days of 31; then ten for 16, and two for 7.5.
    expect(shown(giver.current.charges)).toEqual([['seats', '1.935483870968', '1.935483870968']]);
    expect(shown(taker.current.charges)).toEqual([['seats', '5.645161290323', '5.645161290323']]);
  });
});

/** A change in each of many months, and the levels that a month begins with. */
async function manyMonths(keeps: boolean) {
  const meter = goingOn('weighted_sum');
  const { use, rating } = await tenancy(meter);
  const months = Array.from({ length: 20 }, (_, month) =>
    timestampOf(Date.UTC(2025, month, 15, 7, 30)),
  );
  await use(months.map((time) => ({ ...change('2026-01-01T00:00:00Z', '1'), occurredAt: time })));
  const question = {
    tenant: 'acme',
    partition: partitionOf('app-1'),
    meters: [meter],
    settledAfter: 4,
    keeps,
  };
  const kept = () => rating.totals.items().filter(({ key }) => key.partition >= partitions);
  return { use, rating, question, kept, meter };
}

describe('levels at months’ ends', () => {
  const before = at('2026-09-01T00:00:00Z');

  it('are kept once no usage of theirs can come, and found by the next who asks', async () => {
    const { rating, question, kept } = await manyMonths(true);

    const first = await levelsBefore(rating.totals, question, before);
    const again = await levelsBefore(rating.totals, { ...question, keeps: false }, before);

    // August 2026 is the last with any: April is settled, and twenty months less four have gone into it.
    expect(first.hour).toBe(Date.UTC(2026, 4, 1) / 3_600_000);
    expect(first.tallies).toMatchObject([{ subject: 'app-1', tally: { sum: 16n * 10n ** 12n } }]);
    expect(again).toEqual(first);
    expect(kept()).toHaveLength(16);
  });

  it('are nothing, and everything is read, where none are kept', async () => {
    const { rating, question, kept } = await manyMonths(false);

    expect(await levelsBefore(rating.totals, question, before)).toEqual({ hour: 0, tallies: [] });
    expect(kept()).toEqual([]);
  });

  it('bill the same whether any are kept', async () => {
    const { rating, question } = await manyMonths(true);
    const billed = async (keepsLevels: boolean) => {
      const { use, request, rating: own } = await tenancy(question.meters[0] ?? seats('latest'));
      await use([
        change('2025-01-15T00:00:00Z', '3'),
        change('2026-01-15T00:00:00Z', '2'),
        change('2026-08-15T00:00:00Z', '1'),
      ]);
      own.keepsLevels = keepsLevels;
      await request('press-review', '2026-08');
      const { current } = await request('press-review', '2026-09');
      return shown(current.charges);
    };

    expect(rating.keepsLevels).toBe(true);
    expect(await billed(true)).toEqual([['seats', '6', '60']]);
    expect(await billed(false)).toEqual([['seats', '6', '60']]);
  });

  it('are not kept of hours that were folded before the meter was there, nor taken from then', async () => {
    const { rating, question, kept, meter } = await manyMonths(true);
    const newer = { ...question, meters: [meter, { ...meter, key: 'seats2', sinceVersion: 2 }] };

    await levelsBefore(rating.totals, question, before);
    const found = await levelsBefore(rating.totals, newer, before);

    expect(found).toEqual({ hour: 0, tallies: [] });
    expect(kept().every(({ revision }) => revision === 1)).toBe(true);
  });

  it('are put over where those that are kept know less', async () => {
    const { rating, question, kept, meter } = await manyMonths(true);
    const first = await levelsBefore(rating.totals, question, before);
    const [one] = kept();
    if (one === undefined) throw new Error('some are kept');
    const old = { catalogVersion: 0, coverage: new Map(), tallies: [] };
    for (const { key } of kept()) await rating.totals.put(key, { revision: 2, value: old });

    expect(await levelsBefore(rating.totals, { ...question, meters: [meter] }, before)).toEqual(
      first,
    );
    expect(rating.totals.revisionOf(one.key)).toBe(3);
  });
});
