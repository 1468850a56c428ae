import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ListedRepeat, Repeats, TraceScratch } from '../../core/billing/repeats/ports.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import {
  dynamoDbRepeats,
  dynamoDbTraceScratch,
} from '../../functions/adapters/dynamo-db-repeats.ts';
import { inMemoryRepeats, inMemoryTraceScratch } from '../fakes/repeats.ts';
import { occurredAt } from '../fixtures/usage-events.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const engines: readonly [string, () => Promise<{ repeats: Repeats; scratch: TraceScratch }>][] = [
  ['in memory', async () => ({ repeats: inMemoryRepeats(), scratch: inMemoryTraceScratch() })],
  [
    'DynamoDB',
    async () => {
      const tableName = await dynamo.createTable(textKeyTable);
      return {
        repeats: dynamoDbRepeats(dynamo.client, tableName),
        scratch: dynamoDbTraceScratch(dynamo.client, tableName),
      };
    },
  ],
];

const [january, february] = [monthFrom('2026-01'), monthFrom('2026-02')];
const aRepeat = (place: string, id = 'dup-1'): ListedRepeat => {
  const first = { type: 'view', subject: 'reader 🦊', occurredAt };
  const again = { ...first, occurredAt: timestampOf(occurredAt + 60_000) };
  return { place, repeat: { source: 'urn:magazine', id, first, again } };
};

describe.each(engines)('the list of repeats, %s', (_name, make) => {
  it('has those of a month by place, page by page, and of no other month or tenant', async () => {
    const { repeats } = await make();
    for (const place of ['3', '1', '2']) await repeats.add('acme', january, aRepeat(place));
    await repeats.add('acme', february, aRepeat('4'));
    await repeats.add('other', january, aRepeat('5'));

    const page = (after: string) => repeats.list('acme', { month: january, after, limit: 2 });

    expect(await page('')).toEqual({ repeats: [aRepeat('1'), aRepeat('2')], more: true });
    expect(await page('2')).toMatchObject({ repeats: [aRepeat('3')] });
    expect(await page('3')).toEqual({ repeats: [], more: false });
  });

  it('keeps what was first listed at a place, and what overruled it', async () => {
    const { repeats } = await make();
    const overruled = { reason: 'credited', at: occurredAt };
    await repeats.add('acme', january, aRepeat('1'));
    await repeats.overrule('acme', january, { ...aRepeat('1'), overruled });
    await repeats.add('acme', january, aRepeat('1', 'other'));

    expect(await repeats.get('acme', january, '1')).toEqual({ ...aRepeat('1'), overruled });
    expect(await repeats.get('acme', february, '1')).toBeUndefined();
  });
});

describe.each(engines)('traces put aside, %s', (_name, make) => {
  const until = timestampOf(2_000_000_000_000);
  const chunk = (last: string) => ({ last, bytes: Buffer.from(last) });
  const textsOf = async (chunks: AsyncIterable<{ bytes: Uint8Array }>): Promise<string[]> => {
    const texts: string[] = [];
    for await (const { bytes } of chunks) texts.push(Buffer.from(bytes).toString());
    return texts;
  };

  it('are read from a chunk on, in their order, under their own name', async () => {
    const { scratch } = await make();
    for (const last of ['ff', '0a', '7f']) await scratch.put('one', chunk(last), until);
    await scratch.put('other', chunk('33'), until);
    await scratch.complete('one', until);

    expect(await textsOf(scratch.read('one', '00'))).toEqual(['0a', '7f', 'ff']);
    expect(await textsOf(scratch.read('one', '0b'))).toEqual(['7f', 'ff']);
    expect(await textsOf(scratch.read('none', '00'))).toEqual([]);
  });

  it('are complete once that is said, for as long as they stay', async () => {
    const { scratch } = await make();
    await scratch.put('one', chunk('0a'), until);
    expect(await scratch.isComplete('one', timestampOf(1))).toBe(false);

    await scratch.complete('one', until);

    expect(await scratch.isComplete('one', until)).toBe(true);
    expect(await scratch.isComplete('one', timestampOf(until + 1_000))).toBe(false);
    expect(await scratch.isComplete('other', timestampOf(1))).toBe(false);
  });
});
