import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Decimal, decimalOf } from '../../core/kernel/decimal.ts';
import { timeZoneFrom } from '../../core/kernel/time-zone.ts';
import { millisecondsPer, timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import { readUsagePage } from '../../core/metering/query/usage-query.ts';
import { statistics } from '../../core/metering/rolling/rolling-window.ts';
import type { UsageEvent } from '../../core/metering/usage-event.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../fixtures/usage-events.ts';
import { aTenancy } from '../support/rated-usage.ts';

const subjects = ['app-1', 'app-2', 'app-3'];
/** Those that the customer pays for. */
const own = new Set(['app-1', 'app-2']);

interface Use {
  readonly subject: string;
  readonly at: number;
  readonly section: string;
  readonly n: number;
}

/** From 1 December 2025 to 28 February 2026, on the second. */
const aUse: fc.Arbitrary<Use> = fc.record({
  subject: fc.constantFrom(...subjects),
  at: fc
    .integer({ min: 0, max: 90 * 86_400 - 1 })
    .map((seconds) => Date.UTC(2025, 11, 1) + seconds * 1_000),
  section: fc.constantFrom('news', 'arts'),
  n: fc.integer({ min: -5_000, max: 5_000 }).map((thousandths) => thousandths / 1_000),
});

const eventOf = ({ subject, at, section, n }: Use, index: number): UsageEvent =>
  aUsageEvent({
    ...{ id: `event-${index}`, subject, data: JSON.stringify({ n, section }) },
    occurredAt: timestampOf(at),
  });

const someMeter = fc.record({
  aggregation: fc.constantFrom('count' as const, 'sum' as const, 'unique_count' as const),
  window: fc.record({
    rolling: fc.constantFrom('P1D', 'P2D', 'P7D', 'P30D', 'P31D'),
    statistic: fc.constantFrom(...statistics),
  }),
});
const someZone = fc
  .constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/Los_Angeles')
  .map((name) => timeZoneFrom(name, 'timezone'));

type Meter = typeof someMeter extends fc.Arbitrary<infer M> ? M : never;

/** The date that a clock in a zone shows: by the runtime's own calendar, not by ours. */
function dateIn(timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit' },
  });
  return (at) => format.format(at);
}

const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / millisecondsPer.day;

/**
 * In units of 1e-12, from each use by its local date: of each day of January, or of the month that begins on another
 * day of it, what the days of its window have.
 */
function recounted(
  { aggregation, window }: Meter,
  zone: string,
  uses: readonly Use[],
  firstDay = 1,
): bigint[] {
  const dated = dateIn(zone);
  const length = Number(window.rolling.slice(1, -1));
  return Array.from({ length: 31 }, (_, index) => {
    const last = dayNumber('2026-01-01') + firstDay - 1 + index;
    const inside = uses.filter(({ at }) => {
      const day = dayNumber(dated(at));
      return last - length < day && day <= last;
    });
    const thousandths = inside.reduce((sum, { n }) => sum + BigInt(Math.round(n * 1_000)), 0n);
    if (aggregation === 'sum') return thousandths * 10n ** 9n;
    const numbers = inside.map(({ n }) => n);
    const many = aggregation === 'count' ? numbers.length : new Set(numbers).size;
    return BigInt(many) * 10n ** 12n;
  });
}

function ofMonth({ window: { statistic } }: Meter, days: readonly bigint[]): bigint {
  if (statistic === 'max') return days.reduce((most, one) => (one > most ? one : most));
  const sum = days.reduce((all, one) => all + one, 0n);
  const many = BigInt(days.length);
  const magnitude = sum < 0n ? -sum : sum;
  const rest = magnitude % many;
  const rounded = magnitude / many + (2n * rest >= many ? 1n : 0n);
  return sum < 0n ? -rounded : rounded;
}

describe('trailing windows', () => {
  it('come to what a recount of the events by local days does, as rated and as asked for, from any billing day', async () => {
    await fc.assert(
      fc.asyncProperty(
        someMeter,
        someZone,
        fc.constantFrom(1, 2, 15, 28),
        fc.array(aUse, { maxLength: 40 }),
        fc.nat(40),
        async (sent, timezone, billingDay, uses, cut) => {
          const meter = aMeter({
            ...{ key: 'active', ...sent, dimensions: ['section'] },
            ...(sent.aggregation === 'count' ? {} : { value: 'n' }),
          });
          const tenancy = await aTenancy({
            meters: [meter],
            plans: {
              reader: aPlan(
                aVersion({ charges: [{ meter: 'active', model: 'per_unit', unitPrice: '1' }] }),
              ),
            },
            customers: [
              aCustomer({
                ...{ key: 'press', subjects: [...own], timezone },
                ...(billingDay === 1 ? {} : { billingDay }),
                plan: [{ plan: 'reader', from: '1970-01-01' }],
              }),
            ],
          });
          const events = uses.map(eventOf);
          await tenancy.use(events.slice(cut).toReversed());
          await tenancy.use(events.slice(0, cut));

          const { current } = await tenancy.request('press', '2026-01');
          const paid = uses.filter(({ subject }) => own.has(subject));
          const [line] = current.charges;
          expect(line?.quantity).toBe(ofMonth(sent, recounted(sent, timezone, paid, billingDay)));

          const question = {
            ...{ tenant: 'acme', meter, period: current.period, timeZone: timezone },
            grouping: { customer: false, subject: false, dimensions: [] },
            ...{ subjects: own, isAskedFor: () => true, cutsOf: undefined },
            ...{ dimensionValues: new Map<number, string>(), ownerOf: () => undefined },
          };
          const asked = async (
            unit: 'day' | 'month' | undefined,
            more: Partial<Parameters<typeof readUsagePage>[1]> = {},
          ): Promise<readonly Decimal[]> => {
            const { rows } = await readUsagePage(
              { totals: tenancy.rating.totals, rollups: tenancy.rollups },
              { ...question, unit, ...more },
              { after: undefined, limit: 1_000 },
            );
            return rows.map(({ value }) => value);
          };
          expect(await asked('day')).toEqual(recounted(sent, timezone, paid, billingDay));
          // A query's months are those of the calendar.
          if (billingDay === 1) expect(await asked('month')).toEqual([line?.quantity]);
          expect(await asked(undefined)).toEqual([line?.quantity]);
          const news = paid.filter(({ section }) => section === 'news');
          expect(await asked('day', { dimensionValues: new Map([[0, 'news']]) })).toEqual(
            recounted(sent, timezone, news, billingDay),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('come in the same rows, by subject, whatever the length of a page', async () => {
    await fc.assert(
      fc.asyncProperty(
        someMeter,
        fc.array(aUse, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 9 }),
        async (sent, uses, limit) => {
          const meter = aMeter({
            ...{ key: 'active', ...sent },
            ...(sent.aggregation === 'count' ? {} : { value: 'n' }),
          });
          const tenancy = await aTenancy({ meters: [meter], plans: {} });
          await tenancy.use(uses.map(eventOf));
          const read = async (most: number) => {
            const all: (readonly [string | undefined, number, Decimal])[] = [];
            let after: Parameters<typeof readUsagePage>[2]['after'];
            do {
              const page = await readUsagePage(
                { totals: tenancy.rating.totals, rollups: tenancy.rollups },
                {
                  ...{ tenant: 'acme', meter, unit: 'day', timeZone: timeZoneFrom('UTC', '') },
                  period: {
                    start: timestampFrom('2026-01-01T00:00:00Z') ?? timestampOf(0),
                    end: timestampFrom('2026-01-09T00:00:00Z') ?? timestampOf(0),
                  },
                  grouping: { customer: false, subject: true, dimensions: [] },
                  ...{ subjects: undefined, isAskedFor: () => true, cutsOf: undefined },
                  ...{ dimensionValues: new Map<number, string>(), ownerOf: () => undefined },
                },
                { after, limit: most },
              );
              all.push(
                ...page.rows.map(
                  ({ subject, window, value }) => [subject, window.start, value] as const,
                ),
              );
              after = page.next;
            } while (after !== undefined);
            return all;
          };

          const whole = await read(1_000);
          expect(await read(limit)).toEqual(whole);
          const firstDay = whole.filter(([, at]) => at === Date.UTC(2026, 0, 1));
          expect(firstDay.map(([subject, , value]) => [subject, value])).toEqual(
            subjects.flatMap((subject) => {
              const used = uses.filter((use) => use.subject === subject);
              const length = Number(sent.window.rolling.slice(1, -1));
              const from = Date.UTC(2026, 0, 2 - length);
              const isThere = used.some(({ at }) => at >= from && at < Date.UTC(2026, 0, 2));
              return isThere ? [[subject, decimalOf(recounted(sent, 'UTC', used)[0] ?? 0n)]] : [];
            }),
          );
        },
      ),
      { numRuns: 30 },
    );
  });
});
