import { describe, expect, it } from '@jest/globals';
import { knownTenant } from '../../../core/billing/unbilled/known-tenant.ts';
import { listUnbilled } from '../../../core/billing/unbilled/list-unbilled.ts';
import type {
  UnbilledReason,
  UnbilledUsage,
} from '../../../core/billing/unbilled/unbilled-usage.ts';
import { UsageSums, unaccountedOf } from '../../../core/billing/unbilled/usage-sums.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { decimalText } from '../../../core/kernel/decimal.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { keptTimeZone } from '../../../core/kernel/time-zone.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { partitions } from '../../../core/metering/log/log-key.ts';
import type { Meter } from '../../../core/metering/meter.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy, type Tenancy, views } from '../../support/rated-usage.ts';

const at = (text: string) => timestampFrom(text) ?? timestampOf(Number.NaN);
let made = 0;
const used = (time: string, fields: Partial<UsageEvent> = {}): UsageEvent => {
  made += 1;
  return aUsageEvent({ id: `sums-${made}`, subject: 'app-1', occurredAt: at(time), ...fields });
};
const bytesOf = (time: string, count: string, fields: Partial<UsageEvent> = {}) =>
  used(time, { data: `{"bytes": ${count}}`, ...fields });

const bytes = aMeter({ key: 'bytes', eventType: 'view', aggregation: 'sum', value: 'bytes' });
const perView = { meter: 'view', model: 'per_unit', unitPrice: '1' } as const;
const perByte = { meter: 'bytes', model: 'per_unit', unitPrice: '1' } as const;
const always = [{ plan: 'reader', from: '1970-01-01' }];
const reader = aPlan(aVersion({ charges: [perView, perByte] }));
const press = aCustomer({ key: 'press', subjects: ['app-1', 'app-2'], plan: always });

/** A list that forgets the rows of one reason. */
class Forgetful extends UsageSums {
  readonly #forgotten: UnbilledReason;

  constructor(meters: ReadonlyMap<string, Meter>, forgotten: UnbilledReason) {
    super(meters);
    this.#forgotten = forgotten;
  }

  override addListed(rows: readonly UnbilledUsage[]): void {
    super.addListed(rows.filter(({ reason }) => reason !== this.#forgotten));
  }
}

async function summing(tenancy: Tenancy, now = '2026-04-03T00:00:00Z') {
  const tenant = await aTenancy({ meters: [views, bytes], ...tenancy }, at(now));
  const sumsOf = async (month: string, forgotten?: UnbilledReason) => {
    const known = await knownTenant(tenant, 'acme', { from: 0 });
    const sums =
      forgotten === undefined
        ? new UsageSums(known.meters)
        : new Forgetful(known.meters, forgotten);
    for (let partition = 0; partition < partitions; partition += 1) {
      await listUnbilled(tenant, 'acme', { month: monthFrom(month), partition, known, sums });
    }
    return sums.all();
  };
  return {
    ...tenant,
    close: async (customer: string, ...months: readonly string[]) => {
      for (const month of months) {
        await closePeriods(tenant, 'acme', [await tenant.request(customer, month)]);
      }
    },
    /** Of each meter: used = billed + about to be + listed. */
    sums: async (month: string) =>
      (await sumsOf(month)).map(({ meter, ...sums }) => {
        const [all, billed, toBill, listed] = [
          ...[sums.used, sums.billed, sums.toBill, sums.listed],
        ].map(decimalText);
        return `${meter}: ${all} = ${billed} + ${toBill} + ${listed}`;
      }),
    unaccounted: async (month: string, forgotten?: UnbilledReason) =>
      (await sumsOf(month, forgotten))
        .filter((one) => unaccountedOf(one) !== 0n)
        .map((one) => `${one.meter} ${decimalText(unaccountedOf(one))}`),
  };
}

describe('what was used of a month', () => {
  it('is billed, or about to be, or listed', async () => {
    const { use, close, sums } = await summing({ plans: { reader }, customers: [press] });
    await use([
      bytesOf('2026-01-10T00:00:00Z', '7'),
      bytesOf('2026-01-11T00:00:00Z', '0.5', { subject: 'app-2' }),
      bytesOf('2026-01-12T00:00:00Z', '2', { subject: 'stray' }),
    ]);
    const waiting = await sums('2026-01');
    await close('press', '2026-01');
    const billed = await sums('2026-01');
    await use([bytesOf('2026-01-13T00:00:00Z', '3')]);
    const late = await sums('2026-01');
    await close('press', '2026-02', '2026-03');
    await use([bytesOf('2026-01-14T00:00:00Z', '4')]);

    expect(waiting).toEqual(['bytes: 9.5 = 0 + 0 + 9.5', 'view: 3 = 0 + 0 + 3']);
    expect(billed).toEqual(['bytes: 9.5 = 7.5 + 0 + 2', 'view: 3 = 2 + 0 + 1']);
    expect(late).toEqual(['bytes: 12.5 = 7.5 + 3 + 2', 'view: 4 = 2 + 1 + 1']);
    expect(await sums('2026-01')).toEqual(['bytes: 16.5 = 10.5 + 0 + 6', 'view: 5 = 3 + 0 + 2']);
  });

  it('is about to be billed before its month is due', async () => {
    const open = await summing({ plans: { reader }, customers: [press] }, '2026-01-20T00:00:00Z');
    await open.use([bytesOf('2026-01-10T00:00:00Z', '7')]);

    expect(await open.sums('2026-01')).toEqual(['bytes: 7 = 0 + 7 + 0', 'view: 1 = 0 + 1 + 0']);
  });

  it('counts twice what two charges are for, and once where nobody is charged', async () => {
    const twice = aPlan(aVersion({ charges: [perView, { ...perView, key: 'again' }] }));
    const { use, close, sums } = await summing({ plans: { reader: twice }, customers: [press] });
    await use([used('2026-01-10T00:00:00Z')]);
    const waiting = await sums('2026-01');
    await close('press', '2026-01');

    expect(waiting).toEqual(['view: 1 = 0 + 0 + 1']);
    expect(await sums('2026-01')).toEqual(['view: 2 = 2 + 0 + 0']);
  });

  it('has what a correction takes back when nothing reaches back to it any more', async () => {
    const { use, close, sums } = await summing({ plans: { reader }, customers: [press] });
    await use([bytesOf('2026-01-10T00:00:00Z', '7')]);
    await close('press', '2026-01', '2026-02', '2026-03');
    await use([bytesOf('2026-01-11T00:00:00Z', '-2')]);

    expect(await sums('2026-01')).toEqual(['bytes: 5 = 7 + 0 + -2', 'view: 2 = 1 + 0 + 1']);
  });

  it('is of the months of who pays, whatever calendar these have', async () => {
    const tokyo = aCustomer({ ...press, timezone: keptTimeZone('Asia/Tokyo') });
    const byView = aPlan(aVersion({ charges: [perView] }));
    const tenancy = { plans: { reader: byView }, customers: [tokyo] };
    const { use, close, sums } = await summing(tenancy);
    await use([
      used('2025-12-31T16:00:00Z'),
      used('2026-01-31T14:00:00Z'),
      used('2026-01-31T16:00:00Z'),
    ]);
    await close('press', '2026-01');

    expect(await sums('2026-01')).toEqual(['view: 2 = 2 + 0 + 0']);
    expect(await sums('2026-02')).toEqual(['view: 1 = 0 + 0 + 1']);
  });

  it('leaves out levels, and what a price only counts', async () => {
    const peak = aMeter({ key: 'peak', eventType: 'view', aggregation: 'max', value: 'bytes' });
    const share = { meter: 'bytes', model: 'percentage', ratePercent: '1' } as const;
    const perPeak = { meter: 'peak', model: 'per_unit', unitPrice: '1' } as const;
    const charges = [{ ...share, countMeter: 'view', fixedPerEvent: '0.1' }, perPeak];
    const { use, close, sums } = await summing({
      meters: [views, bytes, peak],
      plans: { reader: aPlan(aVersion({ charges })) },
      customers: [press],
    });
    await use([bytesOf('2026-01-10T00:00:00Z', '7')]);
    await close('press', '2026-01');

    expect(await sums('2026-01')).toEqual(['bytes: 7 = 7 + 0 + 0', 'view: 0 = 0 + 0 + 0']);
  });
});

describe('a hole in what is listed', () => {
  const holes: readonly (readonly [UnbilledReason, string])[] = [
    ['no-payer', '3'],
    ['no-plan', '2'],
    ['no-charge', '5'],
    ['waiting', '7'],
  ];
  it.each(holes)('is found where %s is forgotten', async (reason, left) => {
    const narrow = aPlan(aVersion({ charges: [perView] }));
    const { use, close, unaccounted } = await summing({
      plans: { reader, narrow },
      customers: [
        aCustomer({ key: 'a', subjects: ['a'], plan: [{ plan: 'reader', from: '2026-01-15' }] }),
        aCustomer({ key: 'b', subjects: ['b'], plan: [{ plan: 'narrow', from: '1970-01-01' }] }),
        aCustomer({ key: 'c', subjects: ['c'], plan: always }),
      ],
    });
    await use([
      bytesOf('2026-01-10T00:00:00Z', '2', { subject: 'a' }),
      bytesOf('2026-01-10T00:00:00Z', '5', { subject: 'b' }),
      bytesOf('2026-01-10T00:00:00Z', '7', { subject: 'c' }),
      bytesOf('2026-01-10T00:00:00Z', '3', { subject: 'stray' }),
    ]);
    await close('a', '2026-01');
    await close('b', '2026-01');

    expect(await unaccounted('2026-01')).toEqual([]);
    expect(await unaccounted('2026-01', reason)).toContainEqual(`bytes ${left}`);
  });

  it('is found where too-late is forgotten', async () => {
    const { use, close, unaccounted } = await summing({ plans: { reader }, customers: [press] });
    await close('press', '2026-01', '2026-02', '2026-03');
    await use([bytesOf('2026-01-10T00:00:00Z', '4')]);

    expect(await unaccounted('2026-01')).toEqual([]);
    expect(await unaccounted('2026-01', 'too-late')).toEqual(['bytes 4', 'view 1']);
  });
});
