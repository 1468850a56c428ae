import { checkpointFrom } from '../tlog/checkpoint.ts';
import { noteFrom } from '../tlog/note.ts';
import { sizeOfEdge } from '../tlog/tiles.ts';
import type { CosignedLogs } from './cosigned-log.ts';
import type { YearLog } from './ports.ts';

/** A checkpoint as it is shown: its note, and how many entries it has. */
export interface ShownCheckpoint {
  readonly note: string;
  readonly size: number;
}

/** The checkpoint of a log that is shown: where witnesses are asked, the one that they have made of it. */
export async function shownCheckpoint(
  cosigned: Pick<CosignedLogs, 'get'> | undefined,
  log: YearLog,
): Promise<ShownCheckpoint> {
  const newest = { note: log.note, size: sizeOfEdge(log.edge) };
  const kept = await cosigned?.get(log);
  const size = checkpointFrom(noteFrom(kept?.note ?? '')?.text ?? '')?.size;
  // Tables may be restored from a backup: what the tree does not have is not shown.
  const isOurs = kept !== undefined && size !== undefined && size <= newest.size;
  return isOurs ? { note: kept.note, size } : newest;
}
