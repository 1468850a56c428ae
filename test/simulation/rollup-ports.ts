import type { Rollups } from '../../core/metering/rollups/ports.ts';
import type { UsageTotals } from '../../core/metering/totals/ports.ts';
import type { RunContext } from './run-context.ts';
import type { Process } from './scheduler.ts';

/** Rollups as a process reaches them; where a scenario has none, nothing is ever settled, and nothing takes a turn. */
export function rollupsPort(world: RunContext, process: Process): Rollups {
  const { network, scenario } = world;
  const { rollups } = world.tables;
  if (!scenario.hasRollups) return { ...unsettled, ...only(rollups) };
  const read = <Answer>(name: string, about: unknown, perform: () => Promise<Answer>) =>
    network.read(process, { name, about: () => JSON.stringify(about), perform });
  const put = <Answer>(
    name: string,
    about: unknown,
    { perform, unanswered }: { perform: () => Promise<Answer>; unanswered: Answer },
  ) => network.write(process, { name, about: () => JSON.stringify(about), perform, unanswered });
  const done = async (name: string, about: unknown, work: () => Promise<void>): Promise<void> => {
    const perform = async (): Promise<'done' | 'unknown'> => {
      await work();
      return 'done';
    };
    const outcome = await put(name, about, { perform, unanswered: 'unknown' });
    if (outcome === 'unknown') throw new Error(`whether ${name} was done is not known`);
  };
  return {
    readSettled: (tenant) => read('settled.read', tenant, () => rollups.readSettled(tenant)),
    listMarks: (range, consistency) =>
      read('marks.list', range, () => rollups.listMarks(range, consistency)),
    readHeads: (range, consistency) =>
      read('heads.read', range, () => rollups.readHeads(range, consistency)),
    readChunk: (place) => read('chunk.read', place, () => rollups.readChunk(place)),
    listChunks: (key) => read('chunks.list', key, () => rollups.listChunks(key)),
    putSettled: (tenant, next) =>
      put('settled.put', [tenant, next], {
        perform: () => rollups.putSettled(tenant, next),
        unanswered: 'unknown',
      }),
    putHead: (key, next) =>
      put('head.put', [key, next], {
        perform: () => rollups.putHead(key, next),
        unanswered: 'unknown',
      }),
    putChunk: (place, bytes) =>
      put('chunk.put', place, {
        perform: () => rollups.putChunk(place, bytes),
        unanswered: 'unknown',
      }),
    putMark: (tenant, mark) =>
      done('mark.put', [tenant, mark], () => rollups.putMark(tenant, mark)),
    takeMark: (tenant, mark) =>
      done('mark.take', [tenant, mark], () => rollups.takeMark(tenant, mark)),
    dropChunk: (place) => done('chunk.drop', place, () => rollups.dropChunk(place)),
  };
}

const unsettled: Pick<Rollups, 'readSettled' | 'putSettled'> = {
  readSettled: async () => undefined,
  putSettled: async () => 'taken',
};

/** The rest of a port that nobody calls then. */
const only = (rollups: Rollups): Omit<Rollups, 'readSettled' | 'putSettled'> => ({
  listMarks: (range, consistency) => rollups.listMarks(range, consistency),
  putMark: (tenant, mark) => rollups.putMark(tenant, mark),
  takeMark: (tenant, mark) => rollups.takeMark(tenant, mark),
  readHeads: (range, consistency) => rollups.readHeads(range, consistency),
  putHead: (key, next) => rollups.putHead(key, next),
  readChunk: (place) => rollups.readChunk(place),
  putChunk: (place, bytes) => rollups.putChunk(place, bytes),
  listChunks: (key) => rollups.listChunks(key),
  dropChunk: (place) => rollups.dropChunk(place),
});

/** Hours as a compaction reads them: in a turn, in which others may move. */
export const readRangeInTurns = (
  { network }: RunContext,
  process: Process,
  totals: UsageTotals,
): UsageTotals['readRange'] =>
  async function* (range) {
    yield* await network.read(process, {
      name: 'totals.range',
      about: () => JSON.stringify(range),
      perform: () => listed(totals.readRange(range)),
    });
  };

/** Everything that comes of it. */
async function listed<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
