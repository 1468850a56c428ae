import type { Mark, Rollups } from '../../../core/metering/rollups/ports.ts';
import { firstDayOf, hoursPerDay } from '../../../core/metering/utc-month.ts';
import type { Functions, Ports } from '../run-context.ts';
import type { PlantedBug } from './planted-bug.ts';
import { over } from './totals-bugs.ts';

/** The same rollups, to put other methods over. */
const overRollups = (rollups: Rollups, other: Partial<Rollups>): Rollups => ({
  readSettled: (tenant) => rollups.readSettled(tenant),
  putSettled: (tenant, next) => rollups.putSettled(tenant, next),
  listMarks: (range, consistency) => rollups.listMarks(range, consistency),
  putMark: (tenant, mark) => rollups.putMark(tenant, mark),
  takeMark: (tenant, mark) => rollups.takeMark(tenant, mark),
  readHeads: (range, consistency) => rollups.readHeads(range, consistency),
  putHead: (key, next) => rollups.putHead(key, next),
  readChunk: (place) => rollups.readChunk(place),
  putChunk: (place, bytes) => rollups.putChunk(place, bytes),
  listChunks: (key) => rollups.listChunks(key),
  dropChunk: (place) => rollups.dropChunk(place),
  ...other,
});

/** Compactions with some of their ports seen through something. */
const compacting =
  (seen: (ports: Ports) => Partial<Ports>) =>
  (real: Functions): Partial<Functions> => ({
    compact: (ports) => real.compact({ ...ports, ...seen(ports) }),
  });

/** Marks are put when the totals have been that they speak of. */
function markAfter({ totals, rollups }: Ports): Partial<Ports> {
  const waiting = new Map<string, () => Promise<void>>();
  const placeOf = (tenant: string, { partition, hour }: Pick<Mark, 'partition' | 'hour'>) =>
    JSON.stringify([tenant, partition, hour]);
  return {
    rollups: overRollups(rollups, {
      putMark: async (tenant, mark) => {
        waiting.set(placeOf(tenant, mark), () => rollups.putMark(tenant, mark));
      },
    }),
    totals: over(totals, {
      put: async (key, next) => {
        const outcome = await totals.put(key, next);
        await waiting.get(placeOf(key.tenant, key))?.();
        return outcome;
      },
    }),
  };
}

type HourOfTotals =
  ReturnType<Ports['totals']['readRange']> extends AsyncIterable<infer Hour> ? Hour : never;

/** Hours are read first, then the marks: a mark that is found dead may be for a change that the hours do not have. */
function hoursFirst({ rollups, totals }: Ports): Partial<Ports> {
  let held: HourOfTotals[] = [];
  const hoursOf = async ({ tenant, month, first }: Parameters<Rollups['listMarks']>[0]) => {
    const hours: HourOfTotals[] = [];
    const from = firstDayOf(month) * hoursPerDay;
    const to = firstDayOf(month + 1) * hoursPerDay;
    const range = { tenant, partition: first, from, to, consistency: 'strong' } as const;
    for await (const hour of totals.readRange(range)) hours.push(hour);
    return hours;
  };
  return {
    rollups: overRollups(rollups, {
      listMarks: async (range, consistency) => {
        held = await hoursOf(range);
        return rollups.listMarks(range, consistency);
      },
    }),
    totals: over(totals, {
      readRange: async function* ({ from, to }) {
        yield* held.filter(({ hour }) => hour >= from && hour < to);
      },
    }),
  };
}

/** A mark is taken away even where another revision was marked since. */
function markTakenUnseen({ rollups }: Ports): Partial<Ports> {
  return {
    rollups: overRollups(rollups, {
      takeMark: async (tenant, mark) => {
        for (let revision = mark.revision; revision < mark.revision + 5; revision += 1) {
          await rollups.takeMark(tenant, { ...mark, revision });
        }
      },
    }),
  };
}

/** What can go wrong between the hours and the rollups made from them. */
export const rollupBugs: readonly PlantedBug[] = [
  {
    name: 'mark-after-the-change',
    says: 'an hour of a settled day is marked after its totals are put',
    functions: (real) => ({ total: (ports) => real.total({ ...ports, ...markAfter(ports) }) }),
  },
  {
    name: 'mark-forgotten',
    says: 'a compaction takes a mark away whose change it has not seen',
    functions: compacting(hoursFirst),
  },
  {
    name: 'mark-taken-unseen',
    says: 'a compaction takes a mark away though the hour was marked again since',
    functions: compacting(markTakenUnseen),
  },
  {
    name: 'rolled-up-unsettled',
    says: 'a compaction rolls days up that nobody marks yet',
    functions: (real) => ({
      compact: (ports) => (key) => real.compact(ports)(key, Number.MAX_SAFE_INTEGER),
    }),
  },
];
