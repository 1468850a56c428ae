import { describe, expect, it } from '@jest/globals';
import { countsAlike, meterDefinitionFrom } from '../../../core/catalog/meter-definition.ts';
import { storedMeters } from '../../../core/catalog/stored-meters.ts';
import { findQuestion } from '../../../core/catalog/usage-question.ts';
import type { PlanVersionBody } from '../../../core/contract/catalog/plan-shapes.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { decimalText } from '../../../core/kernel/decimal.ts';
import { exactText } from '../../../core/kernel/exact-amount.ts';
import type { JsonObject } from '../../../core/kernel/json.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { timeZoneFrom } from '../../../core/kernel/time-zone.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { readUsagePage } from '../../../core/metering/query/usage-query.ts';
import { usageRequestFrom } from '../../../core/metering/query/usage-query-parameters.ts';
import type { RollingWindow } from '../../../core/metering/rolling/rolling-window.ts';
import { planFrom } from '../../../core/pricing/plan-from.ts';
import { checkMeters } from '../../../core/pricing/plan-meters.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy } from '../../support/rated-usage.ts';

const week: RollingWindow = { rolling: 'P7D', statistic: 'max' };
const active = (window: RollingWindow = week) =>
  aMeter({
    ...{ key: 'active', eventType: 'view', aggregation: 'unique_count', value: 'user', window },
    dimensions: ['section'],
  });
let made = 0;

const view = (time: string, user: string, { subject = 'app-1', section = 'news' } = {}) => {
  made += 1;
  return aUsageEvent({
    ...{ id: `view ${made}`, type: 'view', subject, data: JSON.stringify({ user, section }) },
    occurredAt: timestampFrom(`${time}:00Z`) ?? timestampOf(Number.NaN),
  });
};

const priced = (unitPrice: string) => ({ meter: 'active', model: 'per_unit', unitPrice }) as const;
const version = (fields: Partial<PlanVersionBody> = {}) =>
  aVersion({ charges: [priced('1')], ...fields });

async function aMagazine({
  meter = active(),
  versions = [version()],
  timezone = 'UTC',
  from = '1970-01-01',
} = {}) {
  const tenancy = await aTenancy(
    {
      meters: [meter],
      plans: { reader: aPlan(...versions) },
      customers: [
        aCustomer({
          ...{ subjects: ['app-1', 'app-2'], plan: [{ plan: 'reader', from }] },
          timezone: timeZoneFrom(timezone, 'timezone'),
        }),
      ],
    },
    timestampOf(Date.UTC(2026, 3, 3)),
  );
  const lines = async (month: string) => {
    const { current } = await tenancy.request('press-review', month);
    return current.charges.map(({ quantity, exact }) => [decimalText(quantity), exactText(exact)]);
  };
  return { ...tenancy, lines };
}

describe('a month of trailing windows', () => {
  it('has the most users of any seven days, each once however often and under whichever subject', async () => {
    const { use, lines } = await aMagazine();
    await use([
      view('2026-01-10T09:00', 'ann'),
      view('2026-01-12T09:00', 'bob', { subject: 'app-2', section: 'sports' }),
      view('2026-01-16T09:00', 'ann'),
      view('2026-01-16T23:59', 'cid'),
      view('2026-01-17T00:00', 'dan'),
      view('2026-01-30T00:00', 'eve'),
    ]);

    // From 11 to 17 January: bob, ann, cid and dan.
    expect(await lines('2026-01')).toEqual([['4', '4']]);
  });

  it('has the mean over its days to 12 places, where the meter is of that', async () => {
    const { use, lines } = await aMagazine({
      meter: active({ rolling: 'P7D', statistic: 'mean' }),
    });
    await use([view('2026-01-10T09:00', 'ann'), view('2026-01-31T09:00', 'ann')]);

    // Seven days after the first, and one after the second, of 31.
    expect(await lines('2026-01')).toEqual([['0.258064516129', '0.258064516129']]);
  });

  it('reaches into the days before it, whose usage is of the month before, and not of its own', async () => {
    const { use, lines } = await aMagazine();
    await use([
      view('2026-01-25T12:00', 'cid'),
      view('2026-01-26T00:00', 'ann'),
      view('2026-01-31T12:00', 'bob'),
    ]);

    expect(await lines('2026-01')).toEqual([['3', '3']]);
    // On 1 February, the last seven days have ann, and bob.
    expect(await lines('2026-02')).toEqual([['2', '2']]);
    expect(await lines('2026-03')).toEqual([['0', '0']]);
  });

  it('has its days by the calendar of the payer', async () => {
    const events = [view('2026-01-31T16:00', 'ann'), view('2026-01-25T14:00', 'bob')];
    const tokyo = await aMagazine({ timezone: 'Asia/Tokyo', from: '2000-01-01' });
    await tokyo.use(events);
    const inUtc = await aMagazine();
    await inUtc.use(events);

    // There it is 1 February already, and 26 January was the first of its seven days.
    expect([await tokyo.lines('2026-01'), await tokyo.lines('2026-02')]).toEqual([
      [['1', '1']],
      [['1', '1']],
    ]);
    expect([await inUtc.lines('2026-01'), await inUtc.lines('2026-02')]).toEqual([
      [['2', '2']],
      [['1', '1']],
    ]);
  });

  it('is one quantity, of the days that are charged, of which each price has its share by time', async () => {
    const { use, lines } = await aMagazine({
      versions: [version(), version({ effectiveFrom: '2026-01-17', charges: [priced('2')] })],
    });
    await use([view('2026-01-05T09:00', 'ann'), view('2026-01-06T09:00', 'bob')]);

    // Of two, 16 days of 31 at one, and 15 at two.
    expect(await lines('2026-01')).toEqual([
      ['1.032258064516', '1.032258064516'],
      ['0.967741935484', '1.935483870968'],
    ]);
  });

  it('counts the days that are charged alone, with what was used in the days before them', async () => {
    const { use, lines } = await aMagazine({ from: '2026-01-17' });
    await use([
      view('2026-01-02T09:00', 'ann'),
      view('2026-01-02T10:00', 'bob'),
      view('2026-01-12T10:00', 'cid'),
    ]);

    expect(await lines('2026-01')).toEqual([['0.483870967742', '0.483870967742']]);
  });

  it('is told apart by dimensions, each with windows of its own', async () => {
    const { use, lines } = await aMagazine({
      versions: [
        version({
          charges: [
            { ...priced('1'), key: 'news', filter: { section: ['news'] } },
            { ...priced('10'), key: 'others', filter: 'rest' },
          ] as never,
        }),
      ],
    });
    await use([
      view('2026-01-05T09:00', 'ann'),
      view('2026-01-06T09:00', 'ann', { section: 'sports' }),
      view('2026-01-07T09:00', 'bob', { section: 'arts' }),
    ]);

    expect((await lines('2026-01')).map(([quantity]) => quantity)).toEqual(['1', '2']);
  });
});

describe('a late event of the last days of a month', () => {
  const closed = async (tenancy: Awaited<ReturnType<typeof aMagazine>>, month: string) => {
    const [outcome] = await closePeriods(tenancy, 'acme', [
      await tenancy.request('press-review', month),
    ]);
    if (outcome?.status !== 'closed') throw new Error('the month is closed');
    const { content } = outcome.document as never as { content: string };
    const { lines } = JSON.parse(content) as { lines: Record<string, string>[] };
    return lines.map(({ kind, quantity, amount }) => [kind, quantity, amount]);
  };

  it('adjusts that month and the one after it, as both were agreed', async () => {
    const magazine = await aMagazine();
    await magazine.use([view('2026-01-30T09:00', 'ann')]);
    expect(await closed(magazine, '2026-01')).toEqual([['usage', '1', '1.00']]);
    expect(await closed(magazine, '2026-02')).toEqual([['usage', '1', '1.00']]);

    await magazine.use([view('2026-01-31T09:00', 'bob')]);

    expect(await closed(magazine, '2026-03')).toEqual([
      ['adjustment', '1', '1.00'],
      ['adjustment', '1', '1.00'],
    ]);
  });

  it('changes nothing of the month after it where no window of that reaches it', async () => {
    const magazine = await aMagazine();
    await magazine.use([view('2026-01-30T09:00', 'ann'), view('2026-02-10T09:00', 'ann')]);
    await closed(magazine, '2026-01');
    await closed(magazine, '2026-02');

    await magazine.use([view('2026-01-25T09:00', 'bob')]);

    expect(await closed(magazine, '2026-03')).toEqual([['adjustment', '1', '1.00']]);
  });
});

const body = (fields: JsonObject): JsonObject => ({
  eventType: 'view',
  aggregation: 'unique_count',
  value: 'user',
  window: { rolling: 'P7D' },
  ...fields,
});

describe('a meter of trailing windows', () => {
  it('has the greatest of them where nothing else is said, and is kept as it was put', () => {
    const definition = meterDefinitionFrom('active', body({}));
    const mean = body({ window: { rolling: 'P7D', statistic: 'mean' } });

    expect(definition.window).toEqual(week);
    expect(storedMeters([{ ...definition, sinceVersion: 1 }])).toEqual([
      { ...definition, sinceVersion: 1 },
    ]);
    expect(countsAlike(definition, meterDefinitionFrom('active', body({})))).toBe(true);
    expect(countsAlike(definition, meterDefinitionFrom('active', mean))).toBe(false);
  });

  it.each([
    [{ aggregation: 'max' }, '/window', 'choose count, sum, unique_count'],
    [{ aggregation: 'weighted_sum' }, '/window', 'it is weighted_sum'],
    [{ aggregation: 'count', value: undefined, chargedOnly: true }, '/chargedOnly', 'leave it out'],
    [{ window: { rolling: 'P32D' } }, '/window/rolling', 'from one day (P1D) to 31 (P31D)'],
    [{ window: { rolling: 'PT1H' } }, '/window/rolling', 'give days, such as P7D'],
    [{ window: { rolling: 'P7D', statistic: 'sum' } }, '/window/statistic', ''],
  ])('is refused with %j, at %s', (fields, param, says) => {
    const sent = JSON.parse(JSON.stringify(body(fields as JsonObject))) as JsonObject;

    expect(() => meterDefinitionFrom('active', sent)).toThrow(
      expect.objectContaining({
        code: 'request.invalid',
        param,
        message: expect.stringContaining(says),
      }),
    );
  });

  it.each(['UTC', 'America/Los_Angeles'])(
    'has all that was used since 1970, when calendars begin: %s',
    async (timezone) => {
      const versions = [version({ effectiveFrom: '1970-01-01' })];
      const { rating, rollups, use, lines } = await aMagazine({ timezone, versions });
      await use([view('1970-01-05T12:00', 'ann'), view('1970-01-13T12:00', 'bob')]);
      const asked = { meter: 'active', from: '1970-01-01T00:00:00Z', to: '1970-01-09T00:00:00Z' };
      const query = new Map(Object.entries({ ...asked, timezone }));
      const question = await findQuestion(rating, 'acme', usageRequestFrom(query));

      const page = { after: undefined, limit: 10 };
      const { rows } = await readUsagePage({ totals: rating.totals, rollups }, question, page);

      expect(rows.map(({ value }) => decimalText(value))).toEqual(['1']);
      expect((await lines('1970-01')).map(([quantity]) => quantity)).toEqual(['1']);
    },
  );

  it.each(['hour', 'quarter_hour'])('has no window of a query of %s', async (window) => {
    const { rating } = await aMagazine();
    const asked = { meter: 'active', from: '2026-01', to: '2026-02', window };
    const question = findQuestion(rating, 'acme', usageRequestFrom(new Map(Object.entries(asked))));

    await expect(question).rejects.toMatchObject({
      ...{ code: 'request.invalid', param: 'window' },
      message: expect.stringContaining('ask for day or month'),
    });
  });

  it.each([
    [{ meter: 'paid', model: 'percentage', ratePercent: '1' }, '/versions/0/charges/0/meter'],
    [
      {
        ...{ meter: 'money', model: 'percentage', ratePercent: '1' },
        ...{ fixedPerEvent: '1', countMeter: 'active' },
      },
      '/versions/0/charges/0/countMeter',
    ],
  ])('feeds no price of a part of money, nor counts for one: %j', (charge, param) => {
    const meters = [
      aMeter({ key: 'paid', eventType: 'view', aggregation: 'sum', value: 'n', window: week }),
      aMeter({ key: 'active', eventType: 'view', aggregation: 'count', window: week }),
      aMeter({ key: 'money', eventType: 'view', aggregation: 'sum', value: 'n' }),
    ];
    const plan = planFrom(aPlan(version({ charges: [charge] as never })));
    if (plan instanceof Rejection) throw plan;

    expect(() => checkMeters(plan, new Map(meters.map((one) => [one.key, one])))).toThrow(
      expect.objectContaining({ code: 'plan.meter-unsuited', param }),
    );
  });
});
