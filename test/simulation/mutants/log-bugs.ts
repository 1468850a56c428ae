import { blockBytes } from '../../../core/metering/log/block.ts';
import type { StoredBlock, UsageLog } from '../../../core/metering/log/ports.ts';
import { UsageLogWriter } from '../../../core/metering/log/usage-log.ts';
import { aggregateWith } from '../functions.ts';
import type { Functions, Ports } from '../run-context.ts';
import type { PlantedBug } from './planted-bug.ts';
import { type Flaws, VariantWriter } from './variant-writer.ts';

/** The aggregator with its usage log seen through something. */
const withLog =
  (seen: (log: UsageLog) => UsageLog) =>
  (real: Functions): Partial<Functions> => ({
    aggregate: (ports, scenario) =>
      real.aggregate(
        { ...ports, usageLog: { ...ports.usageLog, ...seen(ports.usageLog) } },
        scenario,
      ),
  });

const withWriter = (flaws: Flaws) => (): Partial<Functions> => ({
  aggregate: (ports: Ports, scenario) =>
    aggregateWith(new VariantWriter(ports.usageLog, flaws), ports, scenario),
});

/** A log in which every hole of a page looks like a block without events. */
export const withoutHoles = <Log extends UsageLog>(log: Log): Log => ({
  ...log,
  read: async (key, after, consistency) => {
    const page = await log.read(key, after, consistency);
    const blocks: StoredBlock[] = [];
    for (const block of page.blocks) {
      while (after + blocks.length + 1 < block.seq) {
        blocks.push({ seq: after + blocks.length + 1, bytes: blockBytes([]) });
      }
      blocks.push(block);
    }
    return { ...page, blocks };
  },
});

/** What can go wrong between the aggregator and the usage log. */
export const logBugs: readonly PlantedBug[] = [
  {
    name: 'put-without-the-condition',
    says: 'a block is put at its number whether or not that is free',
    tables: ({ usageLog }) => ({
      usageLog: {
        read: (key, after) => usageLog.read(key, after),
        readHour: (hour) => usageLog.readHour(hour),
        append: (key, block) => {
          usageLog.remove(key, block.seq);
          return usageLog.append(key, block);
        },
      },
    }),
  },
  {
    name: 'tail-with-a-hole',
    says: 'the aggregator takes a tail that has a hole for the whole log',
    functions: withLog(withoutHoles),
  },
  {
    name: 'unknown-means-lost',
    says: 'a put without an answer is taken for lost, and the block put under the next number',
    functions: withLog((log) => ({
      read: (...read) => log.read(...read),
      append: async (key, block) => {
        const outcome = await log.append(key, block);
        return outcome === 'unknown' ? log.append(key, { ...block, seq: block.seq + 1 }) : outcome;
      },
    })),
  },
  {
    name: 'unknown-means-put',
    says: 'a put without an answer is taken for done',
    functions: withLog((log) => ({
      read: (...read) => log.read(...read),
      append: async (key, block) => {
        const outcome = await log.append(key, block);
        return outcome === 'unknown' ? 'put' : outcome;
      },
    })),
  },
  {
    name: 'no-dedup-in-the-batch',
    says: 'an event that is twice in a batch is appended twice',
    functions: withWriter({ seesRepeats: false }),
  },
  {
    name: 'conflict-overwrites',
    says: 'an event whose identity is taken is appended all the same, as a newer version',
    functions: withWriter({ onConflict: 'append' }),
  },
  {
    name: 'conflict-called-duplicate',
    says: 'an event whose identity is taken is taken for a repeat, and dropped',
    functions: withWriter({ onConflict: 'call a duplicate' }),
  },
  {
    name: 'identity-joined-with-a-dash',
    says: 'the identities of ("s-1", "1") and ("s", "1-1") are one',
    functions: withWriter({ claim: ({ source, id }) => `${source}-${id}` }),
  },
  {
    name: 'identity-without-source',
    says: 'two sources may not use the same id',
    functions: withWriter({ claim: ({ id }) => id }),
  },
  {
    name: 'shards-of-now',
    says: 'the log of an event has the number of shards of today, not of its minute',
    functions: (real) => ({
      aggregate: (ports, scenario) => {
        const now = ports.clock.now();
        const shards = scenario.epochs.findLast(({ from }) => from <= now)?.shards ?? 1;
        const epochs = scenario.epochs.slice(0, 1).map(({ from }) => ({ from, shards }));
        return real.aggregate(ports, { ...scenario, epochs });
      },
    }),
  },
  {
    name: 'late-duplicate-refused',
    says: 'a late event goes to quarantine though it was counted in time, and is not announced',
    functions: () => ({
      aggregate: (ports, scenario) =>
        aggregateWith(new LateRefuser(ports.usageLog), ports, scenario),
    }),
  },
];

/** Does not look whether the log has a late event already. */
class LateRefuser extends UsageLogWriter {
  override async missingFrom(...[, events]: Parameters<UsageLogWriter['missingFrom']>) {
    return { missing: events.map(({ event }) => event), firsts: new Map(), blocks: 0 };
  }
}
