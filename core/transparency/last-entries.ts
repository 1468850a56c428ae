import { invariant } from '../kernel/invariant.ts';
import { entriesFrom } from '../tlog/entries.ts';
import { sizeOfEdge, TILE_WIDTH, tilePath } from '../tlog/tiles.ts';
import type { LogTiles, YearLog } from './ports.ts';

/** The entries of the last tile: they were published, so a log with hours, which are longer, keeps none of them. */
export async function lastEntries(
  tiles: Pick<LogTiles, 'get'>,
  log: YearLog,
): Promise<readonly Uint8Array[]> {
  const size = sizeOfEdge(log.edge);
  const width = size % TILE_WIDTH;
  if (log.last.length === width) return log.last;
  const path = tilePath({ level: 'entries', index: Math.floor(size / TILE_WIDTH), width });
  const bytes = await tiles.get(log, path);
  invariant(bytes !== undefined, `${path} was put before its checkpoint`);
  return entriesFrom(bytes);
}
