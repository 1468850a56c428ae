import { createHash } from 'node:crypto';
import { brotliDecompressSync } from 'node:zlib';
import type { Json, SentEvent } from '../traffic.ts';
import { ColumnsOfVersion2 } from './columns-of-version-2.ts';
import { checkOf, fingerprintOf } from './events.ts';

interface Columns {
  readonly source: readonly string[];
  readonly id: readonly string[];
  readonly type: readonly string[];
  readonly subject: readonly string[];
  readonly occurredAt: readonly number[];
  readonly data: readonly (string | null)[];
}

function eventsOfColumns(tenant: string, packed: Uint8Array): SentEvent[] {
  const columns = JSON.parse(brotliDecompressSync(packed).toString()) as Columns;
  const events: SentEvent[] = [];
  let time = 0;
  for (let row = 0; row < columns.id.length; row += 1) {
    time += columns.occurredAt[row] ?? Number.NaN;
    const text = columns.data[row] ?? null;
    events.push({
      tenant,
      source: columns.source[row] ?? '',
      id: columns.id[row] ?? '',
      type: columns.type[row] ?? '',
      subject: columns.subject[row] ?? '',
      time,
      data: text === null ? undefined : (JSON.parse(text) as { [field: string]: Json }),
    });
  }
  return events;
}

/** The events of a stored block; throws where its head does not fit them. Written from `docs/block-format.md`. */
export const eventsOfBlock = (tenant: string, bytes: Uint8Array): SentEvent[] =>
  bytes[0] === 2 ? eventsOfVersion2(tenant, Buffer.from(bytes)) : eventsOfVersion1(tenant, bytes);

function eventsOfVersion2(tenant: string, block: Buffer): SentEvent[] {
  const count = block.readUInt32BE(1);
  const end = block.length - 8;
  const digest = createHash('sha256').update(block.subarray(0, end)).digest().subarray(0, 8);
  const packed = block.subarray(6 + 6 * count, end);
  const events = [...new ColumnsOfVersion2(brotliDecompressSync(packed), count).events(tenant)];
  const isRight = (event: SentEvent, index: number): boolean =>
    fingerprintOf(event).startsWith(block.toString('hex', 6 + 6 * index, 12 + 6 * index));
  if (block[5] !== 1 || !digest.equals(block.subarray(end)) || !events.every(isRight)) {
    throw new Error(`the head or the digest of a block of ${count} does not fit its events`);
  }
  return events;
}

function eventsOfVersion1(tenant: string, bytes: Uint8Array): SentEvent[] {
  const block = Buffer.from(bytes);
  const count = block.readUInt32BE(1);
  const events = eventsOfColumns(tenant, block.subarray(5 + 20 * count));
  const isRight = (event: SentEvent, index: number): boolean =>
    block.toString('hex', 5 + 16 * index, 21 + 16 * index) === fingerprintOf(event) &&
    block.readUInt32BE(5 + 16 * count + 4 * index) === checkOf(event);
  if (block[0] !== 1 || events.length !== count || !events.every(isRight)) {
    throw new Error(`the head of a block of ${count} does not fit its ${events.length} events`);
  }
  return events;
}

/** The events of a message on the events queue. */
export function eventsOfMessage(body: string): SentEvent[] {
  const lineFeed = body.indexOf('\n');
  const tenant = JSON.parse(body.slice(2, lineFeed)) as string;
  return eventsOfColumns(tenant, Buffer.from(body.slice(lineFeed + 1), 'base64'));
}

/** How many events a message has, and since which minute they are accepted. */
export function acceptedWith(body: string): { acceptedMinute: number; events: number } {
  const packed = Buffer.from(body.slice(body.indexOf('\n') + 1), 'base64');
  const { id, acceptedMinute } = JSON.parse(brotliDecompressSync(packed).toString()) as {
    id: string[];
    acceptedMinute: number;
  };
  return { acceptedMinute, events: id.length };
}

/** Stored totals, as plain rows. */
export interface StoredTotals {
  readonly catalogVersion: number;
  /** Minute, and how many of its blocks. */
  readonly coverage: readonly (readonly [number, number])[];
  readonly rows: readonly StoredRow[];
}

export interface StoredRow {
  readonly subject: string;
  readonly meter: string;
  readonly quarter: number;
  readonly dimensions: readonly (string | null)[];
  /** A letter and the parts of the tally, or 0. */
  readonly tally: readonly (string | number | readonly string[])[] | 0;
  readonly unreadable: number;
}

export function storedTotals(bytes: Uint8Array): StoredTotals {
  if (bytes[0] !== 1) throw new Error(`totals of version 1, got ${bytes[0]}`);
  const json = JSON.parse(brotliDecompressSync(bytes.subarray(1)).toString()) as {
    catalogVersion: number;
    coverage: [number, number][];
    meters: string[];
    subjects: string[];
    rows: [number, number, number, (string | null)[], StoredRow['tally'], number][];
  };
  return {
    catalogVersion: json.catalogVersion,
    coverage: json.coverage,
    rows: json.rows.map(([subject, meter, quarter, dimensions, tally, unreadable]) => ({
      subject: json.subjects[subject] ?? '',
      meter: json.meters[meter] ?? '',
      quarter,
      dimensions,
      tally,
      unreadable,
    })),
  };
}
