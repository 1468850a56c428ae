import { decimalFromInteger } from '../kernel/decimal.ts';
import type { Meter } from '../metering/meter.ts';
import { EventFields, type Reading, readingOf } from '../metering/meter-reading.ts';
import type { Tally } from '../metering/tally.ts';
import type { IdentifiedEvent } from '../metering/usage-event.ts';
import type { Row } from './columns.ts';

/** Which meters rows are made for: those that came after the catalog version `past`, up to `version`. */
export interface MeterVersions {
  readonly past: number;
  readonly version: number;
}

interface MeterReading {
  readonly meter: Meter;
  readonly reading: Reading;
}

/** The rows of an event by the meters of these versions; those of earlier ones are in rows that are there already. */
export function usageRows(
  meters: readonly Meter[],
  identified: IdentifiedEvent,
  { past, version }: MeterVersions,
): readonly Row[] {
  const { event } = identified;
  const fields = new EventFields(event);
  const known = meters.filter(
    ({ sinceVersion, eventType }) => sinceVersion <= version && eventType === event.type,
  );
  const readings = known.flatMap((meter): MeterReading[] => {
    const reading = readingOf(meter, identified, fields);
    return reading === undefined ? [] : [{ meter, reading }];
  });
  const before = readings.filter(({ meter }) => meter.sinceVersion <= past).length;
  const added = readings.filter(({ meter }) => meter.sinceVersion > past);
  if (past === 0) {
    if (added.length === 0) return [rowOf(identified, undefined, 1)];
    return added.map((one, index) => rowOf(identified, one, index + 1));
  }
  // An event that no meter counted has a row, too.
  const rows = Math.max(1, before);
  return added.map((one, index) => rowOf(identified, one, rows + index + 1));
}

function rowOf({ event }: IdentifiedEvent, read: MeterReading | undefined, nth: number): Row {
  const { tally, dimensions = [] } = read?.reading ?? {};
  const meter = read?.meter;
  return [
    ...[event.occurredAt, event.subject, meter?.key ?? null, meter?.aggregation ?? null],
    ...[tally === undefined ? null : quantityOf(tally), memberOf(tally)],
    new Map(meter?.dimensions.map((path, index) => [path, dimensions[index] ?? null])),
    ...[nth, event.type, event.source, event.id],
    nth === 1 ? (event.data ?? null) : null,
  ];
}

const QUANTITY = 4;
const NTH = 7;

/** Rows that take others back: sums over both are nothing. */
export const rowsTakenBack = (rows: readonly Row[]): readonly Row[] =>
  rows.map((row) =>
    row.map((value, column) => {
      if (column === QUANTITY && typeof value === 'bigint') return -value;
      return column === NTH && typeof value === 'number' ? -value : value;
    }),
  );

/** What one event adds; of a set of members there is no one number. */
function quantityOf(tally: Tally): bigint | null {
  switch (tally.kind) {
    case 'count':
      return decimalFromInteger(tally.count);
    case 'sum':
    case 'weighted_sum':
      return tally.sum;
    case 'min':
      return tally.least;
    case 'max':
      return tally.greatest;
    case 'latest':
      return tally.value;
    case 'unique_count':
    case 'session_count':
      return null;
  }
}

const memberOf = (tally: Tally | undefined): string | null =>
  tally?.kind === 'unique_count' ? ([...tally.members][0] ?? null) : null;
