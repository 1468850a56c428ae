import { inflateSync } from 'node:zlib';

const WOFF = 0x774f4646;
const HEADER = { woff: 44, sfnt: 12 } as const;
const ENTRY = { woff: 20, sfnt: 16 } as const;

/**
 * A font as TrueType or OpenType has it, from WOFF 1.0, which is the same with each table compressed; any other file as it is.
 * fontkit reads WOFF too, but inflates some tables wrongly.
 */
export function sfntFrom(bytes: Uint8Array): Buffer {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.readUInt32BE(0) !== WOFF) return file;
  const count = file.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, index) => tableAt(file, index));
  const start = HEADER.sfnt + count * ENTRY.sfnt;
  const size = tables.reduce((sum, { data }) => sum + padded(data.length), start);
  const sfnt = Buffer.alloc(size);
  file.copy(sfnt, 0, 4, 8);
  writeSearchHeader(sfnt, count);
  let offset = start;
  for (const [index, { tag, checksum, data }] of tables.entries()) {
    const entry = HEADER.sfnt + index * ENTRY.sfnt;
    sfnt.writeUInt32BE(tag, entry);
    sfnt.writeUInt32BE(checksum, entry + 4);
    sfnt.writeUInt32BE(offset, entry + 8);
    sfnt.writeUInt32BE(data.length, entry + 12);
    data.copy(sfnt, offset);
    offset += padded(data.length);
  }
  return sfnt;
}

function tableAt(file: Buffer, index: number) {
  const entry = HEADER.woff + index * ENTRY.woff;
  const offset = file.readUInt32BE(entry + 4);
  const compressed = file.readUInt32BE(entry + 8);
  const length = file.readUInt32BE(entry + 12);
  const data = file.subarray(offset, offset + compressed);
  return {
    tag: file.readUInt32BE(entry),
    checksum: file.readUInt32BE(entry + 16),
    data: compressed < length ? inflateSync(data) : data,
  };
}

/** Tables begin at multiples of four. */
const padded = (length: number): number => Math.ceil(length / 4) * 4;

/** What lets a reader search the tables by halves. */
function writeSearchHeader(sfnt: Buffer, count: number): void {
  const exponent = Math.floor(Math.log2(count));
  const range = 2 ** exponent * ENTRY.sfnt;
  sfnt.writeUInt16BE(count, 4);
  sfnt.writeUInt16BE(range, 6);
  sfnt.writeUInt16BE(exponent, 8);
  sfnt.writeUInt16BE(count * ENTRY.sfnt - range, 10);
}
