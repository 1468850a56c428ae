import { deflateSync } from 'node:zlib';

/** In one stream: a reader unpacks it whole for one of them. */
const OBJECTS_MAX = 200;

/** Objects in a row, the first of which has this id. */
export interface PackedObjects {
  readonly firstId: number;
  readonly objects: readonly string[];
}

/** A stream of objects, and which they are. */
interface ObjectStream {
  readonly firstId: number;
  readonly count: number;
  readonly dictionary: string;
  readonly bytes: Uint8Array;
}

/** Objects without streams of their own, compressed together (ISO 32000-1, 7.5.7). */
export function objectStreams({ firstId, objects }: PackedObjects): ObjectStream[] {
  const streams: ObjectStream[] = [];
  for (let from = 0; from < objects.length; from += OBJECTS_MAX) {
    const some = objects.slice(from, from + OBJECTS_MAX);
    streams.push(objectStream(firstId + from, some));
  }
  return streams;
}

function objectStream(firstId: number, objects: readonly string[]): ObjectStream {
  let offset = 0;
  const places = objects.map((object, index) => {
    const place = `${firstId + index} ${offset}`;
    offset += object.length + 1;
    return place;
  });
  const head = `${places.join(' ')}\n`;
  const bytes = deflateSync(Buffer.from(`${head}${objects.join('\n')}\n`, 'latin1'));
  const count = objects.length;
  return {
    firstId,
    count,
    bytes,
    dictionary: `<</Type /ObjStm /N ${count} /First ${head.length} /Filter /FlateDecode /Length ${bytes.length}>>`,
  };
}

/** Where an object is: from the file's beginning, or by its place in a stream of objects; or that it is none. */
export type ObjectPlace =
  | { readonly offset: number }
  | { readonly stream: number; readonly index: number }
  | 'free';

/** The table of all objects, of one row each: kind, place (four bytes), place in a stream (two). */
export function crossReferences(places: readonly ObjectPlace[]): Uint8Array {
  const rows = Buffer.alloc(places.length * (ROW_BYTES + 1));
  const row = Buffer.alloc(ROW_BYTES);
  const before = Buffer.alloc(ROW_BYTES);
  for (const [number, place] of places.entries()) {
    writeRow(row, place);
    const start = number * (ROW_BYTES + 1);
    // Each row as its difference to the one above: most of it is zeros.
    rows[start] = UP;
    for (let byte = 0; byte < ROW_BYTES; byte += 1) {
      rows[start + 1 + byte] = ((row[byte] ?? 0) - (before[byte] ?? 0)) & 0xff;
    }
    row.copy(before);
  }
  return deflateSync(rows);
}

const ROW_BYTES = 7;
/** The filter of PNG of that name. */
const UP = 2;

/** What a reader needs to undo it. */
export const crossReferenceFilter = `/W [1 4 2] /Filter /FlateDecode /DecodeParms <</Predictor 12 /Columns ${ROW_BYTES}>>`;

function writeRow(row: Buffer, place: ObjectPlace): void {
  if (place === 'free') {
    row.writeUInt8(0, 0);
    row.writeUInt32BE(0, 1);
    row.writeUInt16BE(0xff_ff, 5);
    return;
  }
  const isPacked = 'stream' in place;
  row.writeUInt8(isPacked ? 2 : 1, 0);
  row.writeUInt32BE(isPacked ? place.stream : place.offset, 1);
  row.writeUInt16BE(isPacked ? place.index : 0, 5);
}
