import { describe, expect, it } from '@jest/globals';
import { sha256 } from '../../../core/kernel/digest.ts';
import type { PutOutcome } from '../../../core/kernel/log.ts';
import { blockBytes, eventsIn } from '../../../core/metering/log/block.ts';
import type { LogKey } from '../../../core/metering/log/log-key.ts';
import type { StoredBlock, UsageLog } from '../../../core/metering/log/ports.ts';
import { UsageLogWriter } from '../../../core/metering/log/usage-log.ts';
import { InMemoryUsageLog } from '../../fakes/usage-log.ts';
import { anIdentifiedEvent, aUsageEvent } from '../../fixtures/usage-events.ts';
import { blockOfVersion1 } from '../../support/block-of-version-1.ts';

const key: LogKey = { tenant: 'acme', shard: 0, minute: 29_558_349 };
const idsIn = (log: InMemoryUsageLog): string[][] =>
  log.blocksOf(key).map(({ bytes }) => eventsIn(bytes).map(({ id }) => id));

/** A log whose next put comes to an end of its own: `landing` says whether it is carried out. */
function withNextPut(
  log: InMemoryUsageLog,
  next: { readonly outcome: PutOutcome; readonly landing: boolean },
): UsageLog {
  let isNext = true;
  return {
    read: (from, after) => log.read(from, after),
    append: async (to, block) => {
      if (!isNext) return log.append(to, block);
      isNext = false;
      if (next.landing) await log.append(to, block);
      return next.outcome;
    },
  };
}

describe('appending to the usage log', () => {
  it('puts what is new as the next block', async () => {
    const log = new InMemoryUsageLog();
    const writer = new UsageLogWriter(log);

    await writer.append(key, [anIdentifiedEvent({ id: 'a' })]);
    const appended = await writer.append(key, [anIdentifiedEvent({ id: 'b' })]);

    expect(idsIn(log)).toEqual([['a'], ['b']]);
    expect(appended).toMatchObject({ recorded: 1, duplicates: 0, conflicts: [], blocks: 2 });
  });

  it('leaves out what another writer has put', async () => {
    const log = new InMemoryUsageLog();
    await new UsageLogWriter(log).append(key, [anIdentifiedEvent({ id: 'a' })]);

    const appended = await new UsageLogWriter(log).append(key, [
      anIdentifiedEvent({ id: 'a' }),
      anIdentifiedEvent({ id: 'b' }),
    ]);

    expect(idsIn(log)).toEqual([['a'], ['b']]);
    expect(appended).toMatchObject({ recorded: 1, duplicates: 1 });
  });

  it('counts a repeat within a batch once', async () => {
    const log = new InMemoryUsageLog();

    const appended = await new UsageLogWriter(log).append(key, [
      anIdentifiedEvent({ id: 'a' }),
      anIdentifiedEvent({ id: 'a' }),
    ]);

    expect(idsIn(log)).toEqual([['a']]);
    expect(appended).toMatchObject({ recorded: 1, duplicates: 1 });
  });

  it('hands back the second of two events under one identity', async () => {
    const log = new InMemoryUsageLog();
    const second = aUsageEvent({ id: 'a', data: '{"bytes":2}' });

    const appended = await new UsageLogWriter(log).append(key, [
      anIdentifiedEvent({ id: 'a', data: '{"bytes":1}' }),
      anIdentifiedEvent(second),
    ]);

    expect(log.blocksOf(key).flatMap(({ bytes }) => eventsIn(bytes))).toEqual([
      aUsageEvent({ id: 'a', data: '{"bytes":1}' }),
    ]);
    expect(appended.conflicts).toEqual([second]);
  });

  it('keeps two sources apart that use the same id', async () => {
    const log = new InMemoryUsageLog();

    await new UsageLogWriter(log).append(key, [
      anIdentifiedEvent({ id: 'a', source: 'urn:one' }),
      anIdentifiedEvent({ id: 'a', source: 'urn:two' }),
    ]);

    expect(idsIn(log)).toEqual([['a', 'a']]);
  });

  it('puts nothing twice when the answer to a put was lost', async () => {
    const log = new InMemoryUsageLog();
    const writer = new UsageLogWriter(withNextPut(log, { outcome: 'unknown', landing: true }));

    await writer.append(key, [anIdentifiedEvent({ id: 'a' })]);

    expect(idsIn(log)).toEqual([['a']]);
  });

  it('puts again what was lost together with its answer', async () => {
    const log = new InMemoryUsageLog();
    const writer = new UsageLogWriter(withNextPut(log, { outcome: 'unknown', landing: false }));

    await writer.append(key, [anIdentifiedEvent({ id: 'a' })]);

    expect(idsIn(log)).toEqual([['a']]);
  });

  it('counts nothing past a hole in what it read', async () => {
    const log = new InMemoryUsageLog();
    const other = new UsageLogWriter(log);
    await other.append(key, [anIdentifiedEvent({ id: 'a' })]);
    await other.append(key, [anIdentifiedEvent({ id: 'b' })]);
    const holey: UsageLog = {
      append: (to, block) => log.append(to, block),
      read: async (from, after, consistency) => {
        const page = await log.read(from, after);
        const blocks =
          consistency === 'strong' ? page.blocks : page.blocks.filter(({ seq }) => seq !== 1);
        return { ...page, blocks };
      },
    };

    await new UsageLogWriter(holey).append(key, [anIdentifiedEvent({ id: 'a' })]);

    expect(idsIn(log)).toEqual([['a'], ['b']]);
  });

  it('asks a log nothing before it puts a handful of events first', async () => {
    const log = new InMemoryUsageLog();
    const unread: UsageLog = {
      read: () => Promise.reject(new Error('was read')),
      append: (to, block) => log.append(to, block),
    };

    await new UsageLogWriter(unread).append(key, [anIdentifiedEvent({ id: 'a' })]);

    expect(idsIn(log)).toEqual([['a']]);
  });

  it('reads a tail that comes in pages to its end', async () => {
    const log = new InMemoryUsageLog(1);
    const other = new UsageLogWriter(log);
    for (const id of ['a', 'b', 'c']) await other.append(key, [anIdentifiedEvent({ id })]);

    const appended = await new UsageLogWriter(log).append(key, [anIdentifiedEvent({ id: 'b' })]);

    expect(appended).toMatchObject({ recorded: 0, duplicates: 1, conflicts: [], blocks: 3 });
  });

  it('goes on with a log whose first blocks are of version 1', async () => {
    const log = new InMemoryUsageLog();
    const before = [aUsageEvent({ id: 'a' }), aUsageEvent({ id: 'b' })];
    await log.append(key, { seq: 1, bytes: blockOfVersion1('acme', before) });
    const other = aUsageEvent({ id: 'b', data: '{"bytes":2}' });

    const appended = await new UsageLogWriter(log).append(key, [
      anIdentifiedEvent({ id: 'a' }),
      anIdentifiedEvent(other),
      anIdentifiedEvent({ id: 'c' }),
    ]);

    expect(idsIn(log)).toEqual([['a', 'b'], ['c']]);
    expect(appended).toMatchObject({ recorded: 1, duplicates: 1, conflicts: [other], blocks: 2 });
  });

  it('puts nothing on a block that it cannot read, and fails', async () => {
    const log = new InMemoryUsageLog();
    const toCome = Uint8Array.from(blockBytes([anIdentifiedEvent({ id: 'a' })]));
    toCome[0] = 4;
    await log.append(key, { seq: 1, bytes: toCome });
    const many = ['b', 'c', 'd', 'e', 'f'].map((id) => anIdentifiedEvent({ id }));

    await expect(new UsageLogWriter(log).append(key, many)).rejects.toThrow(
      'a block of version 3 at most, got 4',
    );
    expect(log.blocksOf(key)).toHaveLength(1);
  });

  it('keeps events apart whose identities only begin alike', async () => {
    const log = new InMemoryUsageLog();
    const identity = new Uint8Array(16);
    const alike = (id: string) => ({ event: aUsageEvent({ id }), identity });
    const writer = new UsageLogWriter(log);
    await writer.append(key, [alike('a'), alike('b')]);

    const appended = await writer.append(key, [alike('b'), alike('c')]);

    expect(idsIn(log)).toEqual([['a', 'b'], ['c']]);
    expect(appended).toMatchObject({ recorded: 1, duplicates: 1 });
  });

  it('judges what comes second in a batch by the event that got into the log', async () => {
    const log = new InMemoryUsageLog();
    const second = aUsageEvent({ id: 'a', data: '{"bytes":2}' });
    const raced: UsageLog = {
      read: (from, after) => log.read(from, after),
      append: async (to, block) => {
        // Another writer has put the second one before.
        await log.append(to, { seq: 1, bytes: blockBytes([anIdentifiedEvent(second)]) });
        return log.append(to, block);
      },
    };
    const first = aUsageEvent({ id: 'a', data: '{"bytes":1}' });

    const appended = await new UsageLogWriter(raced).append(key, [
      anIdentifiedEvent(first),
      anIdentifiedEvent(second),
    ]);

    expect(appended).toMatchObject({ recorded: 0, duplicates: 1, conflicts: [first], blocks: 1 });
  });

  it('reads a block again that it no longer holds, to find what came before', async () => {
    const log = new InMemoryUsageLog();
    const events = Array.from({ length: 720 }, (_, index) =>
      anIdentifiedEvent({ id: `event-${index}`, data: JSON.stringify(noise(index % 30)) }),
    );
    // 17 MB of blocks: past what a tail holds.
    for (let seq = 1; seq <= 48; seq += 1) {
      const events15 = events.slice((seq - 1) * 15, seq * 15);
      await log.append(key, { seq, bytes: blockBytes(events15) });
    }

    const appended = await new UsageLogWriter(log).append(key, events.slice(0, 5));

    expect(appended).toMatchObject({ recorded: 0, duplicates: 5, conflicts: [], blocks: 48 });
  });

  it('spreads what does not fit one block over several', async () => {
    const log = new InMemoryUsageLog();
    const events = Array.from({ length: 40 }, (_, index) =>
      anIdentifiedEvent({ id: `event-${index}`, data: JSON.stringify(noise(index)) }),
    );

    const appended = await new UsageLogWriter(log).append(key, events);

    expect(appended.recorded).toBe(40);
    expect(log.blocksOf(key).length).toBeGreaterThan(1);
    expect(idsIn(log).flat()).toEqual(events.map(({ event }) => event.id));
  });

  it('forgets the oldest tails past its bound, and is none the wiser', async () => {
    const log = new InMemoryUsageLog();
    const writer = new UsageLogWriter(log, 1);
    const other = { ...key, shard: 1 };
    await writer.append(key, [anIdentifiedEvent({ id: 'a' })]);
    await writer.append(other, [anIdentifiedEvent({ id: 'b' })]);

    const appended = await writer.append(key, [anIdentifiedEvent({ id: 'a' })]);

    expect(appended).toMatchObject({ recorded: 0, duplicates: 1 });
  });

  it('gives up when it never wins, rather than going on for ever', async () => {
    const lost: UsageLog = {
      read: async () => ({ blocks: [], more: false }),
      append: async (_: LogKey, __: StoredBlock) => 'taken',
    };

    await expect(new UsageLogWriter(lost).append(key, [anIdentifiedEvent()])).rejects.toThrow(
      'raise the number of shards',
    );
  });
});

/** 24 KB of text that hardly compresses. */
const noise = (seed: number): string =>
  Array.from({ length: 375 }, (_, index) => sha256(`${seed}-${index}`).toString('hex')).join('');
