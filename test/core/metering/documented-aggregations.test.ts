import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decimalText } from '../../../core/kernel/decimal.ts';
import { utc } from '../../../core/kernel/time-zone.ts';
import { type Period, timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { type Aggregation, aggregations } from '../../../core/metering/meter.ts';
import { EventFields, readingOf } from '../../../core/metering/meter-reading.ts';
import { readUsagePage } from '../../../core/metering/query/usage-query.ts';
import { merged, quantityOf, type Tally } from '../../../core/metering/tally.ts';
import { InMemoryRollups } from '../../fakes/rollups.ts';
import { aMeter, anIdentifiedEvent, aUsageEvent } from '../../fixtures/usage-events.ts';
import { totalsOf } from '../../support/folded-totals.ts';

const page = readFileSync(new URL('../../../docs/aggregations.md', import.meta.url), 'utf8');

/** The rows of the table whose first title is this, cell by cell, without marks of code. */
function rowsOf(title: string, next = ''): string[][] {
  const lines = page.split('\n');
  const start =
    lines.findIndex((line) => line.replaceAll('`', '').startsWith(`| ${title} | ${next}`)) + 2;
  const end = lines.findIndex((line, index) => index >= start && !line.startsWith('|'));
  return lines.slice(start, end).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

const at = (time: string) => timestampFrom(time) ?? timestampOf(Number.NaN);
const day = (ofJune: number): Period['start'] =>
  at(`2026-06-${`${ofJune}`.padStart(2, '0')}T00:00:00Z`);
const july = at('2026-07-01T00:00:00Z');
const windows: readonly Period[] = [
  { start: day(1), end: day(16) },
  { start: day(16), end: july },
  { start: day(1), end: july },
];

/** What a meter reads off an event with such data; undefined where it can read nothing. */
function tallyOf(aggregation: Aggregation, value: string, time: string, data: string) {
  const meter = aMeter({ aggregation, value, eventType: 'view' });
  const identified = anIdentifiedEvent({ id: time, occurredAt: at(time), data });
  return readingOf(meter, identified, new EventFields(identified.event))?.tally;
}

function quantity(tallies: readonly Tally[], window: Period): string {
  return decimalText(quantityOf(tallies.reduce(merged), window));
}

describe('the aggregations of docs/aggregations.md', () => {
  const events = rowsOf('time').map(([time = '', user = '', seats = '']) => ({
    time,
    data: JSON.stringify({ user, seats: Number(seats) }),
  }));
  const rows = rowsOf('aggregation');
  const windowed = rowsOf('aggregation', 'of | 5 June');

  it('are all that there are', () => {
    expect(rows.map(([aggregation]) => aggregation)).toEqual([...aggregations]);
    expect(events).toHaveLength(4);
  });

  it.each(rows)('come to what they say: %s', (aggregation, value, ...said) => {
    const come = windows.map((window) => {
      const inside = events.filter(({ time }) => at(time) >= window.start && at(time) < window.end);
      const tallies = inside.flatMap(
        ({ time, data }) => tallyOf(aggregation as Aggregation, value, time, data) ?? [],
      );
      return quantity(tallies, window);
    });

    expect(come).toEqual(said);
  });

  it.each(windowed)('come in windows of seven days to what they say: %s', async (...row) => {
    const [aggregation, value = '', ...said] = row;
    const read = value === '' ? {} : { value };
    const june = { start: day(1), end: july };
    const asked = async (unit: 'day' | 'month', statistic: 'max' | 'mean', period: Period) => {
      const window = { rolling: 'P7D', statistic };
      const meter = aMeter({ aggregation: aggregation as Aggregation, ...read, window });
      const totals = await totalsOf(
        { meters: [meter] },
        events.map(({ time, data }) => aUsageEvent({ id: time, occurredAt: at(time), data })),
      );
      const { rows } = await readUsagePage(
        { totals, rollups: new InMemoryRollups() },
        {
          ...{ tenant: 'acme', meter, period, unit, timeZone: utc, subjects: undefined },
          ...{ isAskedFor: () => true, cutsOf: undefined, ownerOf: () => undefined },
          grouping: { customer: false, subject: false, dimensions: [] },
          dimensionValues: new Map(),
        },
        { after: undefined, limit: 100 },
      );
      return rows.map(({ value: quantity }) => decimalText(quantity));
    };
    const days = await asked('day', 'max', june);

    expect([
      ...[5, 6, 7, 8, 22].map((ofJune) => days[ofJune - 1]),
      ...(await asked('month', 'max', june)),
      ...(await asked('month', 'mean', june)),
      ...(await asked('month', 'max', { start: july, end: at('2026-08-01T00:00:00Z') })),
    ]).toEqual(said);
  });

  it.each(rowsOf('events of one subject'))(
    'make sessions of %s: %s, %s',
    (times = '', short, long) => {
      const sessionsOf = (gap: string): string => {
        const meter = aMeter({ aggregation: 'session_count', eventType: 'view', session: { gap } });
        const tallies = times.split(', ').flatMap((time) => {
          const identified = anIdentifiedEvent({
            id: time,
            occurredAt: at(`2026-06-01T${time}:00Z`),
          });
          return readingOf(meter, identified, new EventFields(identified.event))?.tally ?? [];
        });
        return quantity(tallies, { start: day(1), end: july });
      };

      expect([sessionsOf('PT30M'), sessionsOf('PT2H')]).toEqual([short, long]);
    },
  );

  it.each(rowsOf('value in the data'))('read %s as a sum of %s', (json, sum, unique) => {
    const [window] = windows.slice(2) as [Period];
    const read = (aggregation: Aggregation): string => {
      const tally = tallyOf(aggregation, 'field', '2026-06-01T00:00:00Z', `{"field":${json}}`);
      return tally === undefined ? 'unreadable' : quantity([tally], window);
    };

    expect([read('sum'), read('unique_count')]).toEqual([sum, unique]);
  });
});
