import { describe, expect, it } from '@jest/globals';
import { listUnbilled } from '../../../core/billing/unbilled/list-unbilled.ts';
import type { UnbilledUsage } from '../../../core/billing/unbilled/unbilled-usage.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { decimalText } from '../../../core/kernel/decimal.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { partitions } from '../../../core/metering/log/log-key.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy, type Tenancy, views } from '../../support/rated-usage.ts';

const at = (text: string) => timestampFrom(text) ?? timestampOf(0);
let made = 0;
const used = (time: string, fields: Partial<UsageEvent> = {}): UsageEvent => {
  made += 1;
  return aUsageEvent({ id: `unbilled-${made}`, subject: 'app-1', occurredAt: at(time), ...fields });
};

const always = [{ plan: 'reader', from: '1970-01-01' }];
const perView = { meter: 'view', model: 'per_unit', unitPrice: '1' } as const;
const bytes = aMeter({ key: 'bytes', eventType: 'view', aggregation: 'sum', value: 'bytes' });
const perByte = { meter: 'bytes', model: 'per_unit', unitPrice: '1' } as const;
const plans = { reader: aPlan(aVersion({ charges: [perView] })) };

async function listing(tenancy: Tenancy, now = '2026-04-03T00:00:00Z', maxAgeSeconds?: number) {
  const made = await aTenancy(tenancy, at(now), maxAgeSeconds);
  return {
    ...made,
    close: async (customer: string, ...months: readonly string[]) => {
      for (const month of months) {
        await closePeriods(made, 'acme', [await made.request(customer, month)]);
      }
    },
    list: async (month: string) => {
      const rows: UnbilledUsage[] = [];
      for (let partition = 0; partition < partitions; partition += 1) {
        const asked = { month: monthFrom(month), partition };
        rows.push(...(await listUnbilled(made, 'acme', asked)));
      }
      return rows
        .map(({ subject, customer, meter, reason, quantity, events }) =>
          [subject, customer, meter, reason, decimalText(quantity), events?.toString()].join(' '),
        )
        .sort();
    },
  };
}

describe('what is not billed', () => {
  it('has usage of a subject that nobody pays for', async () => {
    const { use, list } = await listing({ plans });
    await use([used('2026-01-10T00:00:00Z'), used('2026-01-11T00:00:00Z')]);

    expect(await list('2026-01')).toEqual(['app-1  view no-payer 2 2']);
    expect(await list('2026-02')).toEqual([]);
  });

  it('has usage of days on which no plan was in force', async () => {
    const { use, list } = await listing({
      plans,
      customers: [aCustomer({ plan: [{ plan: 'reader', from: '2026-01-16' }] })],
    });
    await use([used('2026-01-10T00:00:00Z'), used('2026-01-20T00:00:00Z')]);

    expect(await list('2026-01')).toEqual([
      'app-1 press-review view no-plan 1 1',
      'app-1 press-review view waiting 1 1',
    ]);
  });

  it('has usage that no charge of the plan is for, and none of meters that no plan prices', async () => {
    const other = aMeter({ key: 'clicks', eventType: 'click' });
    const { use, list, close } = await listing({
      meters: [views, bytes, other],
      plans: { ...plans, writer: aPlan(aVersion({ charges: [perByte] })) },
      customers: [aCustomer({ plan: always })],
    });
    await use([
      used('2026-01-10T00:00:00Z', { data: '{"bytes": 7}' }),
      used('2026-01-10T00:00:00Z', { type: 'click' }),
    ]);
    await close('press-review', '2026-01');

    expect(await list('2026-01')).toEqual(['app-1 press-review bytes no-charge 7 ']);
  });

  it('has events without a value that their meter can read', async () => {
    const { use, list, close } = await listing({
      meters: [bytes],
      plans: { reader: aPlan(aVersion({ charges: [perByte] })) },
      customers: [aCustomer({ plan: always })],
    });
    await use([
      used('2026-01-10T00:00:00Z', { data: '{"bytes": "many"}' }),
      used('2026-01-10T00:00:00Z', { data: '{"bytes": 3}' }),
    ]);
    await close('press-review', '2026-01');

    expect(await list('2026-01')).toEqual(['app-1 press-review bytes unreadable 0 1']);
  });

  it('has what is due and not closed as waiting, and nothing of what is about to be billed', async () => {
    const tenancy = { plans, customers: [aCustomer({ plan: always })] };
    const due = await listing(tenancy, '2026-02-03T00:00:00Z');
    const inGrace = await listing(tenancy, '2026-02-01T12:00:00Z');
    for (const { use } of [due, inGrace]) await use([used('2026-01-10T00:00:00Z')]);

    expect(await due.list('2026-01')).toEqual(['app-1 press-review view waiting 1 1']);
    expect(await inGrace.list('2026-01')).toEqual([]);
  });

  it('has what comes when nothing reaches back any more, and not before', async () => {
    const { use, list, close } = await listing({ plans, customers: [aCustomer({ plan: always })] });
    await use([used('2026-01-10T00:00:00Z')]);
    await close('press-review', '2026-01', '2026-02');
    await use([used('2026-01-11T00:00:00Z'), used('2026-01-12T00:00:00Z')]);
    const before = await list('2026-01');
    await close('press-review', '2026-03');
    await use([used('2026-01-13T00:00:00Z')]);

    expect(before).toEqual([]);
    expect(await list('2026-01')).toEqual(['app-1 press-review view too-late 1 1']);
  });

  it('has events 110 days late where events of 35 days are taken, and bills them where those of 200 are', async () => {
    const tenancy = { plans, customers: [aCustomer({ plan: always })] };
    const months = ['2026-01', '2026-02', '2026-03', '2026-04'] as const;
    const near = await listing(tenancy, '2026-05-20T00:00:00Z');
    const far = await listing(tenancy, '2026-05-20T00:00:00Z', 200 * 86_400);
    for (const { close, use } of [near, far]) {
      await close('press-review', ...months);
      await use([used('2026-01-30T00:00:00Z')]);
    }

    expect(await near.list('2026-01')).toEqual(['app-1 press-review view too-late 1 1']);
    expect(await far.list('2026-01')).toEqual([]);
  });

  it('has a subject of January that a customer lists on 2 April, when March is closed', async () => {
    const { use, list, close, put } = await listing({
      plans,
      customers: [aCustomer({ plan: always, subjects: ['app-1'] })],
    });
    await use([
      used('2026-01-10T00:00:00Z'),
      used('2026-01-10T00:00:00Z', { subject: 'late' }),
      used('2026-01-11T00:00:00Z', { subject: 'late' }),
    ]);
    await close('press-review', '2026-01', '2026-02', '2026-03');
    const before = await list('2026-01');
    await put(aCustomer({ plan: always, subjects: ['app-1', 'late'] }));

    expect(before).toEqual(['late  view no-payer 2 2']);
    expect(await list('2026-01')).toEqual(['late press-review view too-late 2 2']);
  });

  it('has nothing of a subject that pays for itself, once it is billed', async () => {
    const settings = someSettings({ defaultPlan: 'reader' });
    const { use, list, close } = await listing({ plans, settings });
    await use([used('2026-01-10T00:00:00Z')]);
    const before = await list('2026-01');
    await close('subject:app-1', '2026-01');

    expect(before).toEqual(['app-1 subject:app-1 view waiting 1 1']);
    expect(await list('2026-01')).toEqual([]);
  });

  it.each([
    aMeter({ key: 'on', aggregation: 'weighted_sum', value: 'n', opensWith: 'previous' }),
    aMeter({ key: 'on', aggregation: 'count', window: { rolling: 'P7D', statistic: 'max' } }),
  ])(
    'has nothing of a month that costs nothing, as a subject used none in it: by $aggregation',
    async (meter) => {
      const perOne = { meter: 'on', model: 'per_unit', unitPrice: '1' } as const;
      const { use, list, close } = await listing(
        {
          meters: [meter],
          plans: { reader: aPlan(aVersion({ charges: [perOne] })) },
          settings: someSettings({ defaultPlan: 'reader' }),
        },
        '2026-05-03T00:00:00Z',
      );
      const one = (time: string) => used(time, { data: '{"n": 1}' });
      await use([one('2026-01-30T00:00:00Z')]);
      await close('subject:app-1', '2026-01');
      await use([one('2026-01-29T00:00:00Z')]);
      // What came late of January closes February, of which nothing was used.
      await close('subject:app-1', '2026-02');
      await use([one('2026-03-20T00:00:00Z'), one('2026-04-20T00:00:00Z')]);
      await close('subject:app-1', '2026-03', '2026-04');

      expect(await list('2026-02')).toEqual([]);
    },
  );

  it('has a subject that pays for itself once no search comes after its first usage', async () => {
    const settings = someSettings({ defaultPlan: 'reader' });
    const { use, list, runs } = await listing({ plans, settings });
    const lookedAt = at('2026-04-02T00:00:00Z');
    const note = { tenant: 'acme', month: monthFrom('2026-01'), at: lookedAt, waitingFor: [] };
    await runs.putNote({ ...note, lookedAt });
    await use([used('2026-01-10T00:00:00Z')]);

    expect(await list('2026-01')).toEqual(['app-1 subject:app-1 view too-late 1 1']);
  });

  it('has an open month of a customer that no sweep looks for any more, unless it waits for a person', async () => {
    const { use, list, runs, clock } = await listing(
      { plans, customers: [aCustomer({ plan: always })] },
      '2026-07-03T00:00:00Z',
    );
    await use([used('2026-01-10T00:00:00Z'), used('2026-04-10T00:00:00Z')]);
    const swept = await list('2026-04');
    const before = await list('2026-01');
    const parked = { code: 'out-of-bounds', detail: 'ten times the last', at: clock.now() };
    const month = monthFrom('2026-01');
    await runs.park({ tenant: 'acme', month, customer: 'press-review', ...parked });

    expect(swept).toEqual(['app-1 press-review view waiting 1 1']);
    expect(before).toEqual(['app-1 press-review view too-late 1 1']);
    expect(await list('2026-01')).toEqual(['app-1 press-review view waiting 1 1']);
  });

  it('has what a subject used before anybody had it', async () => {
    const from = at('2026-01-16T00:00:00Z');
    const tenures = [{ subject: 'app-1', from }];
    const { use, list } = await listing({
      plans,
      customers: [aCustomer({ plan: always, subjects: ['app-1'], tenures })],
    });
    await use([used('2026-01-10T00:00:00Z'), used('2026-01-20T00:00:00Z')]);

    expect(await list('2026-01')).toEqual([
      'app-1  view no-payer 1 1',
      'app-1 press-review view waiting 1 1',
    ]);
  });

  it('leaves usage at the seam of two calendars to the month in which it is billed', async () => {
    const timezone = 'Pacific/Kiritimati' as never;
    const { use, list } = await listing({
      plans,
      customers: [aCustomer({ plan: always, timezone })],
    });
    // It is February there already.
    await use([used('2026-01-31T20:00:00Z')]);

    expect(await list('2026-01')).toEqual([]);
    expect(await list('2026-02')).toEqual(['app-1 press-review view waiting 1 1']);
  });
});
