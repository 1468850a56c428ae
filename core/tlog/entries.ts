import { invariant } from '../kernel/invariant.ts';
import { TILE_WIDTH, type Tile } from './tiles.ts';

const LENGTH_BYTES = 2;
const ENTRY_BYTES_MAX = 0xffff;

/** The entries of a tile of entries, each behind its length in two bytes: C2SP tlog-tiles. */
export function entriesFrom(bytes: Uint8Array): readonly Uint8Array[] {
  const buffer = Buffer.from(bytes);
  const entries: Uint8Array[] = [];
  for (let at = 0; at < buffer.length; ) {
    const length = buffer.readUInt16BE(at);
    const entry = buffer.subarray(at + LENGTH_BYTES, at + LENGTH_BYTES + length);
    invariant(entry.length === length, 'a tile of entries has each of them whole');
    entries.push(entry);
    at += LENGTH_BYTES + length;
  }
  return entries;
}

/** The tiles of entries that are new once a log of `size` entries has more; `last` are those of its last tile. */
export function entryTiles(
  size: number,
  last: readonly Uint8Array[],
  entries: readonly Uint8Array[],
): readonly Tile[] {
  invariant(last.length === size % TILE_WIDTH, 'the entries of the last tile are handed over');
  const all = [...last, ...entries];
  const first = Math.floor(size / TILE_WIDTH);
  return Array.from({ length: Math.ceil(all.length / TILE_WIDTH) }, (_, place) => {
    const some = all.slice(place * TILE_WIDTH, (place + 1) * TILE_WIDTH);
    const bytes = Buffer.concat(some.flatMap(behindItsLength));
    return { level: 'entries' as const, index: first + place, width: some.length, bytes };
  });
}

function behindItsLength(entry: Uint8Array): readonly Uint8Array[] {
  invariant(entry.length <= ENTRY_BYTES_MAX, 'the length of an entry has two bytes');
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt16BE(entry.length);
  return [length, entry];
}
