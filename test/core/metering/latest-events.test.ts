import { describe, expect, it } from '@jest/globals';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { blockBytes } from '../../../core/metering/log/block.ts';
import { type EventPlace, placeAt } from '../../../core/metering/log/event-place.ts';
import { latestEvents } from '../../../core/metering/log/latest-events.ts';
import { type LogKey, logKeyOf, partitionOf } from '../../../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../../../core/metering/log/usage-log.ts';
import { identified, type UsageEvent } from '../../../core/metering/usage-event.ts';
import { InMemoryUsageLog } from '../../fakes/usage-log.ts';
import { aUsageEvent } from '../../fixtures/usage-events.ts';

const at = (text: string) => timestampFrom(text) ?? timestampOf(Number.NaN);
const shardEpochs = [
  { from: timestampOf(0), shards: 1 },
  { from: at('2026-03-14T12:00:00Z'), shards: 4 },
];
const day = { start: at('2026-03-14T00:00:00Z'), end: at('2026-03-15T00:00:00Z') };
const used = (time: string, subject = 'app-1', id = `${subject} ${time}`): UsageEvent =>
  aUsageEvent({ id, subject, occurredAt: at(`2026-03-14T${time}Z`) });

/** A log of these events, each in a block of its own, that counts what is read of it. */
async function aLog(events: readonly UsageEvent[]) {
  const log = new InMemoryUsageLog();
  const writer = new UsageLogWriter(log);
  for (const event of events) {
    await writer.append(logKeyOf('acme', event, shardEpochs), [identified('acme', event)]);
  }
  let [blocks, logs] = [0, 0];
  const latest = {
    async *readBack(...asked: Parameters<InMemoryUsageLog['readBack']>) {
      logs += 1;
      for await (const block of log.readBack(...asked)) {
        blocks += 1;
        yield block;
      }
    },
  };
  const find = (fields: Partial<Parameters<typeof latestEvents>[1]> = {}) =>
    latestEvents(
      { latest, shardEpochs },
      {
        ...{ tenant: 'acme', subjects: undefined, period: day, after: undefined, limit: 100 },
        ...fields,
      },
    );
  /** Page by page to the end. */
  const all = async (fields: Parameters<typeof find>[0] = {}) => {
    const pages: string[][] = [];
    for (let after: EventPlace | undefined; ; ) {
      const { limit = 100 } = fields;
      const { found, reached } = await find({ ...fields, after });
      const page = found.slice(0, limit);
      pages.push(page.map(({ identified: { event } }) => event.id));
      const rest = reached === undefined ? undefined : placeAt(reached);
      const next = found.length > limit ? page.at(-1)?.place : rest;
      if (next === undefined) return pages;
      after = next;
    }
  };
  return { log, find, all, read: () => ({ blocks, logs }) };
}

describe('the last events', () => {
  it('are those of a period, the last first, whatever the order they came in', async () => {
    const { all } = await aLog([
      used('10:00:05'),
      used('09:00:00'),
      used('10:00:09'),
      used('10:00:01'),
      aUsageEvent({ id: 'before', occurredAt: timestampOf(day.start - 1) }),
      aUsageEvent({ id: 'after', occurredAt: day.end }),
    ]);

    expect(await all()).toEqual([
      ['app-1 10:00:09', 'app-1 10:00:05', 'app-1 10:00:01', 'app-1 09:00:00'],
    ]);
  });

  it('of one instant are parted by their identity, and none is lost between pages', async () => {
    const events = Array.from({ length: 9 }, (_, index) => used('10:00:00', 'app-1', `e${index}`));
    const { all } = await aLog(events);

    const pages = await all({ limit: 2 });

    expect(pages.every((page) => page.length <= 2)).toBe(true);
    expect(pages.flat().sort()).toEqual(events.map(({ id }) => id));
  });

  it('of a subject are read from its shard alone, over a change of how many shards there are', async () => {
    const others = Array.from({ length: 40 }, (_, index) => used('15:00:00', `other-${index}`));
    const { all, read } = await aLog([used('15:00:00'), used('11:59:59'), ...others]);

    const pages = await all({ subjects: new Set(['app-1']) });

    const inShard = others.filter(
      ({ subject }) => partitionOf(subject) % 4 === partitionOf('app-1') % 4,
    );
    expect(pages).toEqual([['app-1 15:00:00', 'app-1 11:59:59']]);
    expect(read()).toEqual({ blocks: 2 + inShard.length, logs: 24 });
  });

  it('of all come from all shards, in one order', async () => {
    const subjects = Array.from({ length: 12 }, (_, index) => `app-${index}`);
    const events = subjects.map((subject, index) => used(`15:00:${index + 10}`, subject));
    const { all } = await aLog(events);

    expect((await all({ limit: 5 })).flat()).toEqual(events.map(({ id }) => id).reverse());
  });

  it('are looked for no further than a page needs', async () => {
    const hours = Array.from({ length: 10 }, (_, hour) => used(`0${hour}:30:00`));
    const { find, read } = await aLog(hours);

    const { found, reached } = await find({
      limit: 2,
      period: { ...day, end: at('2026-03-14T10:00:00Z') },
    });

    expect(found).toHaveLength(3);
    expect(reached).toBe(at('2026-03-14T07:30:00Z'));
    expect(read()).toEqual({ blocks: 3, logs: 3 });
  });

  it('are looked for in a thousand blocks a call, the last minute read to its end', async () => {
    const { log, all, find } = await aLog([used('10:00:00', 'rare')]);
    const key = logKeyOf('acme', used('10:02:00'), shardEpochs);
    for (const minute of [key.minute - 1, key.minute]) {
      for (let seq = 1; seq <= 700; seq += 1) {
        const event = identified('acme', used('10:02:00', 'app-1', `${minute} ${seq}`));
        await log.append({ ...key, minute }, { seq, bytes: blockBytes([event]) });
      }
    }

    const first = await find({ subjects: new Set(['rare']) });

    expect(first).toEqual({ found: [], reached: at('2026-03-14T10:01:00Z') });
    expect(await all({ subjects: new Set(['rare']) })).toEqual([[], ['rare 10:00:00']]);
  });

  it('of a minute with more blocks than a call looks at are found, and the next page goes on before it', async () => {
    const { log, all } = await aLog([used('10:00:00', 'rare')]);
    const key = logKeyOf('acme', used('10:02:00'), shardEpochs);
    for (let seq = 1; seq <= 1_001; seq += 1) {
      const event = identified('acme', used('10:02:00', seq === 7 ? 'rare' : 'app-1', `${seq}`));
      await log.append(key, { seq, bytes: blockBytes([event]) });
    }

    expect(await all({ subjects: new Set(['rare']) })).toEqual([['7'], ['rare 10:00:00']]);
  });

  it('of a tenant without any are looked for in 256 hours of shards a call', async () => {
    const epochs = [{ from: timestampOf(0), shards: 64 }];
    let logs = 0;
    const latest = {
      async *readBack(upTo: LogKey) {
        logs += 1;
        yield* new InMemoryUsageLog().readBack(upTo);
      },
    };

    const asked = { tenant: 'acme', subjects: undefined, period: day, after: undefined, limit: 1 };
    const { reached } = await latestEvents({ latest, shardEpochs: epochs }, asked);

    expect([logs, reached]).toEqual([256, at('2026-03-14T20:00:00Z')]);
  });
});
