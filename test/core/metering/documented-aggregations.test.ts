import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decimalText } from '../../../core/kernel/decimal.ts';
import { type Period, timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { type Aggregation, aggregations } from '../../../core/metering/meter.ts';
import { EventFields, readingOf } from '../../../core/metering/meter-reading.ts';
import { merged, quantityOf, type Tally } from '../../../core/metering/tally.ts';
import { aMeter, anIdentifiedEvent } from '../../fixtures/usage-events.ts';

const page = readFileSync(new URL('../../../docs/aggregations.md', import.meta.url), 'utf8');

/** The rows of the table whose first title is this, cell by cell, without marks of code. */
function rowsOf(title: string): string[][] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.replaceAll('`', '').startsWith(`| ${title} |`)) + 2;
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
