import { definedOnly } from '../../../kernel/defined-only.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { timestampOf } from '../../../kernel/timestamp.ts';
import { stampFrom, textOfStamp } from '../../backfills/backfill-stamp.ts';
import type { UsageEvent } from '../../usage-event.ts';
import { BlockReader, BlockWriter } from './bytes.ts';
import { Groups, readGroups } from './groups.ts';
import { fromSteps, readNumbers, stepsOf, writeNumbers } from './numbers.ts';
import { type Parted, parted } from './parted.ts';
import { readTexts, writeTexts } from './texts.ts';

/** Whether events have a column of stamps, which say what backfill job has written them. */
export type StampColumn = 'stamped' | 'unstamped';

/**
 * Events turned on their side, so that like stands beside like: sources, types, subjects, times as steps from the one
 * before, ids by their length, data by its shape. Not compressed yet.
 */
export function columnsOf(events: readonly UsageEvent[], stamps: StampColumn): Uint8Array {
  const writer = new BlockWriter();
  writeTexts(
    writer,
    events.map(({ source }) => source),
  );
  writeTexts(
    writer,
    events.map(({ type }) => type),
  );
  writeTexts(
    writer,
    events.map(({ subject }) => subject),
  );
  writeNumbers(writer, stepsOf(events.map(({ occurredAt }) => occurredAt)));
  writeIds(writer, events);
  writeData(writer, events);
  if (stamps === 'stamped') {
    writeTexts(
      writer,
      events.map(({ backfill }) => textOfStamp(backfill)),
    );
  }
  return writer.written;
}

/** The events of `columnsOf`, as many as there were. Throws `InvariantViolation` on bytes that are not its work. */
export function eventsFrom(bytes: Uint8Array, count: number, column: StampColumn): UsageEvent[] {
  const reader = new BlockReader(bytes);
  const [sources, types] = [readTexts(reader, count), readTexts(reader, count)];
  const subjects = readTexts(reader, count);
  const times = fromSteps(readNumbers(reader, count));
  const ids = readGroups(reader, count, (rows) => readTexts(reader, rows));
  const datas = readGroups(reader, count, (rows) => readDataOfShape(reader, rows));
  const stamps = column === 'stamped' ? readTexts(reader, count).map(stampFrom) : [];
  invariant(reader.isAtEnd, 'nothing follows the columns of a block');
  return ids.map((id, row) => ({
    source: sources[row] ?? '',
    id,
    type: types[row] ?? '',
    subject: subjects[row] ?? '',
    occurredAt: timestampOf(times[row] ?? 0),
    data: datas[row],
    ...definedOnly({ backfill: stamps[row] }),
  }));
}

/** Those of one sender are mostly of one length, and mostly of one form. */
function writeIds(writer: BlockWriter, events: readonly UsageEvent[]): void {
  const groups = new Groups<string>();
  for (const { id } of events) groups.add(String(id.length), id, { key: 'other', row: id });
  groups.write(writer, (ids) => {
    writeTexts(writer, ids);
  });
}

const nothing = { key: 'none', row: { around: [], values: [] } };

/** Data of one shape together, and of a shape the values of each place. */
function writeData(writer: BlockWriter, events: readonly UsageEvent[]): void {
  const groups = new Groups<Parted>();
  for (const { data } of events) {
    if (data === undefined) {
      groups.add(nothing.key, nothing.row, nothing);
      continue;
    }
    const parts = parted(data);
    groups.add(JSON.stringify(parts.around), parts, {
      key: 'other',
      row: { around: ['', ''], values: [data] },
    });
  }
  groups.write(writer, (rows) => {
    const around = rows[0]?.around ?? [];
    writer.list(around);
    for (let at = 0; at < around.length - 1; at += 1) {
      writeTexts(
        writer,
        rows.map(({ values }) => values[at] ?? ''),
      );
    }
  });
}

/** A shape that has nothing at all is that of events without data. */
function readDataOfShape(reader: BlockReader, rows: number): readonly (string | undefined)[] {
  const [first, ...rest] = reader.list();
  if (first === undefined) return new Array<undefined>(rows).fill(undefined);
  const columns = rest.map((after) => ({ values: readTexts(reader, rows), after }));
  return Array.from({ length: rows }, (_, row) =>
    columns.reduce((text, { values, after }) => text + (values[row] ?? '') + after, first),
  );
}
