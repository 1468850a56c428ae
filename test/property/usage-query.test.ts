import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Decimal, decimalFrom, decimalOf } from '../../core/kernel/decimal.ts';
import { timeZoneFrom } from '../../core/kernel/time-zone.ts';
import { millisecondsPer, type Period, timestampOf } from '../../core/kernel/timestamp.ts';
import type { Aggregation, Meter } from '../../core/metering/meter.ts';
import type { Position } from '../../core/metering/query/position.ts';
import { readUsagePage } from '../../core/metering/query/usage-query.ts';
import type { UsageQuestion } from '../../core/metering/query/usage-query-question.ts';
import type { UsageRow } from '../../core/metering/query/usage-query-rows.ts';
import { type WindowUnit, windowsOf, windowUnits } from '../../core/metering/query/windows.ts';
import type { UsageEvent } from '../../core/metering/usage-event.ts';
import { InMemoryRollups } from '../fakes/rollups.ts';
import type { InMemoryUsageTotals } from '../fakes/usage-totals.ts';
import { aMeter, aUsageEvent } from '../fixtures/usage-events.ts';
import { totalsOf } from '../support/folded-totals.ts';

const start = Date.UTC(2026, 9, 23);
const days = 5;

/** What an event says, before it is one. */
interface Use {
  readonly subject: string;
  readonly minute: number;
  readonly section: string | undefined;
  readonly n: number;
}

const aUse: fc.Arbitrary<Use> = fc.record({
  subject: fc.constantFrom('a', 'b', 'c', 'd'),
  minute: fc.integer({ min: 0, max: days * 24 * 60 - 1 }),
  section: fc.constantFrom(undefined, 'news', 'sports', 'x'.repeat(80), `${'x'.repeat(80)}y`),
  n: fc.integer({ min: -1_000, max: 1_000 }),
});

const eventOf = ({ subject, minute, section, n }: Use, index: number): UsageEvent =>
  aUsageEvent({
    id: `event-${index}`,
    subject,
    occurredAt: timestampOf(start + minute * millisecondsPer.minute),
    data: JSON.stringify({ n, section }),
  });

const meterOf = (aggregation: Aggregation): Meter =>
  aMeter({
    aggregation,
    dimensions: ['section'],
    ...(aggregation === 'count' || aggregation === 'session_count' ? {} : { value: 'n' }),
  });

const owners = new Map([
  ['a', 'one'],
  ['b', 'one'],
  ['c', 'two'],
]);

const aQuestion = (fields: Partial<UsageQuestion> = {}): UsageQuestion => ({
  tenant: 'acme',
  meter: meterOf('sum'),
  period: { start: timestampOf(start), end: timestampOf(start + days * millisecondsPer.day) },
  unit: undefined,
  timeZone: timeZoneFrom('Europe/Berlin', 'timezone'),
  grouping: { customer: false, subject: false, dimensions: [] },
  subjects: undefined,
  dimensionValues: new Map(),
  isAskedFor: () => true,
  cutsOf: undefined,
  ownerOf: (subject) => owners.get(subject),
  ...fields,
});

async function allRows(
  totals: InMemoryUsageTotals,
  question: UsageQuestion,
  limit = 10_000,
): Promise<UsageRow[]> {
  const rows: UsageRow[] = [];
  let after: Position | undefined;
  do {
    const page = await readUsagePage({ totals, rollups: new InMemoryRollups() }, question, {
      after,
      limit,
    });
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    rows.push(...page.rows);
    after = page.next;
  } while (after !== undefined);
  return rows;
}

const total = (values: readonly Decimal[]): Decimal =>
  decimalOf(values.reduce((sum, value) => sum + value, 0n));

const grouping = fc.record({
  customer: fc.boolean(),
  subject: fc.boolean(),
  dimensions: fc.constantFrom<readonly number[]>([], [0]),
});
const unit = fc.constantFrom<WindowUnit | undefined>(undefined, ...windowUnits);
const zone = fc
  .constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe')
  .map((name) => timeZoneFrom(name, 'timezone'));
const uses = fc.array(aUse, { maxLength: 60 });
const quarter = fc.integer({ min: 0, max: days * 96 });
const aPeriod: fc.Arbitrary<Period> = fc
  .tuple(quarter, quarter)
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => ({
    start: timestampOf(start + Math.min(a, b) * millisecondsPer.quarterHour),
    end: timestampOf(start + Math.max(a, b) * millisecondsPer.quarterHour),
  }));

const inside = (event: UsageEvent, period: Period): boolean =>
  event.occurredAt >= period.start && event.occurredAt < period.end;

describe('usage', () => {
  it('adds up to the same however it is grouped and cut into windows', async () => {
    await fc.assert(
      fc.asyncProperty(
        uses,
        aPeriod,
        unit,
        zone,
        grouping,
        async (used, period, cut, timeZone, by) => {
          const totals = await totalsOf({ meters: [meterOf('sum')] }, used.map(eventOf));
          const question = aQuestion({ period, timeZone });
          const [whole] = await allRows(totals, question);

          const parts = await allRows(totals, { ...question, unit: cut, grouping: by });

          expect(total(parts.map(({ value }) => value))).toBe(whole?.value);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is what a count of the events themselves gives, per window and group', async () => {
    await fc.assert(
      fc.asyncProperty(uses, aPeriod, unit, zone, async (used, period, cut, timeZone) => {
        const events = used.map(eventOf);
        const totals = await totalsOf({ meters: [meterOf('count')] }, events);
        const by = { customer: true, subject: true, dimensions: [0] };
        const rows = await allRows(
          totals,
          aQuestion({ meter: meterOf('count'), period, unit: cut, timeZone, grouping: by }),
        );

        const counted = new Map<string, number>();
        for (const event of events.filter((candidate) => inside(candidate, period))) {
          const window = windowsOf(period, cut, timeZone).find((one) => inside(event, one));
          const { section } = JSON.parse(event.data ?? '') as { section?: string };
          const key = JSON.stringify([window?.start, event.subject, section ?? null]);
          counted.set(key, (counted.get(key) ?? 0) + 1);
        }
        expect(
          new Map(
            rows.map(({ window, subject, dimensions, value }) => [
              JSON.stringify([window.start, subject, dimensions['section']]),
              value,
            ]),
          ),
        ).toEqual(new Map([...counted].map(([key, count]) => [key, decimalFrom(String(count))])));
        expect(rows.every(({ customer, subject }) => customer === owners.get(subject ?? ''))).toBe(
          true,
        );
      }),
      { numRuns: 100 },
    );
  });

  it('comes in the same rows and order whatever the length of a page', async () => {
    const aggregation = fc.constantFrom<Aggregation>(
      'count',
      'min',
      'latest',
      'unique_count',
      'weighted_sum',
    );
    await fc.assert(
      fc.asyncProperty(
        uses,
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom<WindowUnit | undefined>(undefined, 'hour', 'day'),
        grouping,
        aggregation,
        async (used, limit, cut, by, kind) => {
          const meter = meterOf(kind);
          const totals = await totalsOf({ meters: [meter] }, used.map(eventOf));
          const question = aQuestion({ meter, unit: cut, grouping: by });

          const paged = await allRows(totals, question, limit);

          expect(paged).toEqual(await allRows(totals, question));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('of some subjects is the rows of these among the rows of all', async () => {
    await fc.assert(
      fc.asyncProperty(uses, fc.subarray(['a', 'b', 'c', 'd']), async (used, chosen) => {
        const totals = await totalsOf({ meters: [meterOf('sum')] }, used.map(eventOf));
        const by = { customer: false, subject: true, dimensions: [0] };
        const all = await allRows(totals, aQuestion({ grouping: by }));

        const some = await allRows(totals, aQuestion({ grouping: by, subjects: new Set(chosen) }));

        expect(some).toEqual(all.filter(({ subject }) => chosen.includes(subject ?? '')));
      }),
      { numRuns: 50 },
    );
  });
});
