import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { logKeyOf, logKeyText, minuteOf, partitionOf } from '../../../core/metering/log/log-key.ts';
import { shardEpochsFrom } from '../../../core/metering/log/shard-epochs.ts';
import { aUsageEvent, occurredAt } from '../../fixtures/usage-events.ts';

const epochs = shardEpochsFrom(
  JSON.stringify([
    { from: '1970-01-01T00:00:00Z', shards: 4 },
    { from: '2026-03-14T16:00:00Z', shards: 16 },
  ]),
);

describe('the log of an event', () => {
  it('is a function of tenant, subject and minute alone', () => {
    const one = aUsageEvent({ id: 'a', data: undefined });
    const other = aUsageEvent({ id: 'b', source: 'urn:other', type: 'download' });

    expect(logKeyOf('acme', one, epochs)).toEqual(logKeyOf('acme', other, epochs));
  });

  it('has the shards of the epoch its minute lies in', () => {
    const subjects = Array.from({ length: 300 }, (_, index) => `reader-${index}`);
    const shardsAt = (milliseconds: number): number =>
      new Set(
        subjects.map(
          (subject) =>
            logKeyOf(
              'acme',
              aUsageEvent({ subject, occurredAt: timestampOf(milliseconds) }),
              epochs,
            ).shard,
        ),
      ).size;

    expect(shardsAt(occurredAt)).toBe(4);
    expect(shardsAt(occurredAt + 3_600_000)).toBe(16);
  });

  it('keeps every partition within one shard', () => {
    const shardOfPartition = new Map<number, number>();
    for (let index = 0; index < 1_000; index += 1) {
      const subject = `reader-${index}`;
      const { shard } = logKeyOf('acme', aUsageEvent({ subject }), epochs);
      const partition = partitionOf(subject);
      expect(shardOfPartition.get(partition) ?? shard).toBe(shard);
      shardOfPartition.set(partition, shard);
    }
    expect(shardOfPartition.size).toBe(64);
  });

  it('never shares its text with the log of another tenant', () => {
    const key = { shard: 1, minute: minuteOf(occurredAt) };

    expect(logKeyText({ ...key, tenant: 'a",1,2]' })).not.toBe(logKeyText({ ...key, tenant: 'a' }));
  });
});

describe('shard epochs', () => {
  it.each([
    ['begin in 1970', [{ from: '2026-01-01T00:00:00Z', shards: 4 }]],
    ['begin on the hour', [{ from: '1970-01-01T00:30:00Z', shards: 4 }]],
    ['have a power of two of shards', [{ from: '1970-01-01T00:00:00Z', shards: 3 }]],
    ['have at most 64 shards', [{ from: '1970-01-01T00:00:00Z', shards: 128 }]],
    [
      'ascend',
      [
        { from: '1970-01-01T00:00:00Z', shards: 4 },
        { from: '2026-01-01T00:00:00Z', shards: 8 },
        { from: '2025-01-01T00:00:00Z', shards: 16 },
      ],
    ],
  ])('must %s', (_, epochList) => {
    expect(() => shardEpochsFrom(JSON.stringify(epochList))).toThrow();
  });
});
