import { inParallel } from '../../kernel/in-parallel.ts';
import { firstDayOf } from '../utc-month.ts';
import {
  addHours,
  type CompactionPorts,
  deadMarks,
  foldedUnder,
  known,
  putRollup,
  readBefore,
  talliesMax,
} from './compact.ts';
import { DayFold } from './day-fold.ts';
import type { RollupHead, RollupKey } from './ports.ts';
import { rollupChunks } from './rollup-bytes.ts';

const CHUNKS_AT_ONCE = 8;

/**
 * Makes the rollup of a partition's month again from the hours, where there is one and it is not that to the byte. Of
 * days before `rollable` alone: a head that has more days was put under settled days that are lost since, and no mark
 * tells what changed in them. What is not rolled up is left to compaction, as queries read the hours.
 */
export async function rebuildRollup(
  ports: CompactionPorts,
  key: RollupKey,
  rollable: number,
): Promise<'rebuilt' | 'as it is' | 'raced'> {
  const before = await readBefore(ports, key);
  const { head } = before;
  if (head === undefined || head.value.days === 0) return 'as it is';
  const first = firstDayOf(key.month);
  const end = Math.min(first + head.value.days, rollable);
  if (end <= first) {
    const value = { ...head.value, days: 0 };
    const outcome = known(await ports.rollups.putHead(key, { revision: head.revision + 1, value }));
    return outcome === 'put' ? 'rebuilt' : 'raced';
  }
  const catalogVersion = await foldedUnder(ports, key, { from: first, end, head: undefined });
  const dead = await deadMarks(ports, key, before.marks, end);
  const fold = new DayFold();
  await addHours(ports, key, { from: first, to: end, rolled: first }, fold);
  if (fold.size > talliesMax) return 'as it is';
  const tallies = fold.tallies();
  const days = end - first;
  if (days === head.value.days && (await isSame(ports, key, head.value, rollupChunks(tallies)))) {
    return 'as it is';
  }
  const outcome = await putRollup(ports, key, {
    before,
    next: { days, catalogVersion },
    dead,
    tallies,
  });
  return outcome === 'compacted' ? 'rebuilt' : 'raced';
}

async function isSame(
  { rollups }: CompactionPorts,
  key: RollupKey,
  { generation, buckets }: RollupHead,
  made: ReturnType<typeof rollupChunks>,
): Promise<boolean> {
  if (buckets !== made.buckets) return false;
  const same = await inParallel(CHUNKS_AT_ONCE, made.chunks, async ([index, bytes]) => {
    const kept = await rollups.readChunk({ ...key, generation, index });
    return kept !== undefined && Buffer.compare(kept, bytes) === 0;
  });
  return same.every(Boolean);
}
