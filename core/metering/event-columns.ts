import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { invariant } from '../kernel/invariant.ts';
import { timestampOf } from '../kernel/timestamp.ts';
import type { UsageEvent } from './usage-event.ts';

/**
 * Brotli qualities. What is kept is paid for by its size: 4 is within 2 % of 9 on usage events, in a tenth of the time.
 * What only travels is paid for by the time it takes: 1 takes a third of 4's, for 8 % more bytes.
 */
export const quality = { kept: 4, travelling: 1 } as const;
/** No honest block or message comes near; a damaged one must not take the memory of the function. */
const INFLATED_BYTES_MAX = 256 * 1024 * 1024;

/**
 * Events turned on their side, so that like stands beside like and compresses well; times are steps from the one
 * before.
 */
interface EventColumns {
  readonly source: string[];
  readonly id: string[];
  readonly type: string[];
  readonly subject: string[];
  readonly occurredAt: number[];
  readonly data: (string | null)[];
}

/** Events as Brotli-compressed JSON columns, in the order given. */
export function packedEvents(
  events: readonly UsageEvent[],
  brotliQuality: (typeof quality)[keyof typeof quality],
): Uint8Array {
  const columns: EventColumns = {
    source: events.map(({ source }) => source),
    id: events.map(({ id }) => id),
    type: events.map(({ type }) => type),
    subject: events.map(({ subject }) => subject),
    occurredAt: events.map(
      ({ occurredAt }, index) => occurredAt - (events[index - 1]?.occurredAt ?? 0),
    ),
    data: events.map(({ data }) => data ?? null),
  };
  const text = Buffer.from(JSON.stringify(columns));
  return brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: brotliQuality,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });
}

/** The events of `packedEvents`, in their order. Throws on bytes that are not its work. */
export function unpackedEvents(bytes: Uint8Array): UsageEvent[] {
  const text = brotliDecompressSync(bytes, { maxOutputLength: INFLATED_BYTES_MAX }).toString(
    'utf8',
  );
  const columns = JSON.parse(text) as EventColumns;
  const { length } = columns.id;
  let occurredAt = 0;
  return columns.id.map((id, row) => {
    occurredAt += at(columns.occurredAt, row, length);
    return {
      source: at(columns.source, row, length),
      id,
      type: at(columns.type, row, length),
      subject: at(columns.subject, row, length),
      occurredAt: timestampOf(occurredAt),
      data: at(columns.data, row, length) ?? undefined,
    };
  });
}

function at<Value>(column: readonly Value[], row: number, length: number): Value {
  const value = column[row];
  invariant(column.length === length && value !== undefined, 'event columns are of one length');
  return value;
}
