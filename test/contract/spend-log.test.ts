import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { activePlace } from '../../core/spend/active-place.ts';
import { spendLogId } from '../../core/spend/log-id.ts';
import {
  type ActivePayer,
  type ActivePayers,
  activeParts,
  type GivingTenants,
  type SpendLog,
} from '../../core/spend/ports.ts';
import { dynamoDbActivePayers } from '../../functions/adapters/dynamo-db-active-payers.ts';
import { dynamoDbGivingTenants } from '../../functions/adapters/dynamo-db-giving-tenants.ts';
import {
  dynamoDbSpendLog,
  type SpendTables,
} from '../../functions/adapters/dynamo-db-spend-log.ts';
import {
  InMemoryActivePayers,
  InMemoryGivingTenants,
  InMemorySpendLog,
} from '../fakes/spend-log.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

let dynamo: DynamoEngine;
let tables: SpendTables;
beforeAll(async () => {
  dynamo = await startDynamo();
  tables = {
    log: await dynamo.createTable(textKeyTable),
    kept: await dynamo.createTable(textKeyTable),
  };
});
afterAll(() => dynamo.stop());

/** Payers of their own for each test, as the tables are shared. */
let payers = 0;
const aLog = (): [tenant: string, log: string] => {
  payers += 1;
  return ['acme', spendLogId('acme', `payer ${payers}`)];
};
const anActive = (fields: Partial<ActivePayer> = {}): ActivePayer => {
  payers += 1;
  return { tenant: 'acme', payer: `subject:"${payers}"`, hour: 498_123, ...fields };
};
const block = (seq: number, byte = seq) => ({ seq, bytes: Uint8Array.of(byte) });
const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');

const logs: readonly [string, () => SpendLog][] = [
  ['in memory', () => new InMemorySpendLog()],
  ['in DynamoDB', () => dynamoDbSpendLog(dynamo.client, tables)],
];

describe.each(logs)('a spend log %s', (_, make) => {
  let stored: SpendLog;
  beforeAll(() => {
    stored = make();
  });

  it('is empty at first', async () => {
    const at = aLog();

    expect(await stored.read(...at, 0, 'strong')).toEqual({ blocks: [], more: false });
    expect(await stored.read(...at, 3, 'eventual')).toEqual({ blocks: [], more: false });
    expect(await stored.readOne(...at, 1)).toBeUndefined();
    expect(await stored.readState(...at)).toBeUndefined();
    expect(await stored.readKeys(...at, { from: 0, to: 9 })).toEqual(new Map());
  });

  it('puts a block once, whoever comes second', async () => {
    const at = aLog();

    expect(await stored.append(...at, block(1))).toBe('put');
    expect(await stored.append(...at, block(1, 9))).toBe('taken');

    expect(await stored.readOne(...at, 1)).toMatchObject({ seq: 1 });
    expect(hex((await stored.readOne(...at, 1))?.bytes)).toBe('01');
  });

  it('puts each block once, though many put it at the same time', async () => {
    const at = aLog();

    const outcomes = await Promise.all(
      Array.from({ length: 16 }, (__, byte) => stored.append(...at, block(1, byte))),
    );

    expect(outcomes.filter((outcome) => outcome === 'put')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'taken')).toHaveLength(15);
    expect(hex((await stored.readOne(...at, 1))?.bytes)).toBe(
      hex(Uint8Array.of(outcomes.indexOf('put'))),
    );
  });

  it('reads what is past a block in the order of numbers, past the ninth and the hundredth too', async () => {
    const at = aLog();
    const seqs = [1, 2, 9, 10, 99, 100, 1_000_000_000];
    for (const seq of seqs.toReversed()) await stored.append(...at, block(seq, 7));

    const { blocks, more } = await stored.read(...at, 2, 'strong');

    expect(blocks.map(({ seq }) => seq)).toEqual(seqs.slice(2));
    expect(more).toBe(false);
  });

  it('is read back from its end, or from a block on, the last block first', async () => {
    const at = aLog();
    for (let seq = 1; seq <= 12; seq += 1) await stored.append(...at, block(seq));
    const back = async (before: number, limit: number) =>
      (await stored.readBack(...at, { before, limit })).map(({ seq, bytes }) => [seq, bytes[0]]);

    expect(await back(13, 3)).toEqual([12, 11, 10].map((seq) => [seq, seq]));
    expect(await back(10, 3)).toEqual([9, 8, 7].map((seq) => [seq, seq]));
    expect(await back(3, 9)).toEqual([2, 1].map((seq) => [seq, seq]));
    expect(await back(1, 9)).toEqual([]);
  });

  it('takes blocks of nearly 400 KB, gives them back to the byte, and reads them in pages', async () => {
    const at = aLog();
    const bytes = randomBytes(400_000);
    for (let seq = 1; seq <= 4; seq += 1) {
      expect(await stored.append(...at, { seq, bytes })).toBe('put');
    }

    const first = await stored.read(...at, 0, 'strong');
    const read = [...first.blocks];
    for (let { more } = first; more; ) {
      const page = await stored.read(...at, read.at(-1)?.seq ?? 0, 'strong');
      read.push(...page.blocks);
      ({ more } = page);
    }

    expect(first.more).toBe(true);
    expect(read.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(new Set(read.map((one) => hex(one.bytes)))).toEqual(new Set([hex(bytes)]));
  });

  it('keeps what it was given though the buffer is used again', async () => {
    const at = aLog();
    const bytes = Uint8Array.of(1, 2, 3);
    await stored.append(...at, { seq: 1, bytes });
    await stored.putState(...at, { version: 1, bytes });
    await stored.putKeys(...at, 0, bytes);

    bytes.fill(9);

    expect(hex((await stored.readOne(...at, 1))?.bytes)).toBe('010203');
    expect(hex((await stored.readState(...at))?.bytes)).toBe('010203');
    expect(hex((await stored.readKeys(...at, { from: 0, to: 0 })).get(0))).toBe('010203');
  });

  it('keeps payers, and tenants, apart', async () => {
    const [tenant, log] = aLog();
    await stored.append(tenant, log, block(1));
    await stored.putState(tenant, log, { version: 1, bytes: Uint8Array.of(1) });

    expect(await stored.append('other', log, block(1))).toBe('put');
    expect(await stored.append(...aLog(), block(1))).toBe('put');
    expect(await stored.readState('other', log)).toBeUndefined();
  });

  it('keeps a state over an older one, and never over one as new', async () => {
    const at = aLog();
    const put = (version: number) =>
      stored.putState(...at, { version, bytes: Uint8Array.of(version) });

    expect([await put(9), await put(8), await put(9), await put(32)]).toEqual([
      ...['put', 'taken', 'taken', 'put'],
    ]);
    const state = await stored.readState(...at);
    expect([state?.version, hex(state?.bytes)]).toEqual([32, '20']);
  });

  it('keeps pages of keys as they were put first, and finds those from one to another', async () => {
    const at = aLog();
    for (const page of [0, 1, 9, 10, 11]) {
      expect(await stored.putKeys(...at, page, Uint8Array.of(page))).toBe('put');
    }

    expect(await stored.putKeys(...at, 9, Uint8Array.of(0))).toBe('taken');

    const found = await stored.readKeys(...at, { from: 1, to: 10 });
    expect([...found].map(([page, bytes]) => [page, hex(bytes)])).toEqual([
      ...[
        [1, '01'],
        [9, '09'],
        [10, '0a'],
      ],
    ]);
    expect(await stored.readKeys(...at, { from: 5, to: 4 })).toEqual(new Map());
  });

  it('finds pages of keys that are more than one answer has', async () => {
    const at = aLog();
    const bytes = Buffer.alloc(390_000, 1);
    for (let page = 0; page < 4; page += 1) await stored.putKeys(...at, page, bytes);

    const found = await stored.readKeys(...at, { from: 0, to: 3 });

    expect([...found.keys()]).toEqual([0, 1, 2, 3]);
    expect(await stored.read(...at, 0, 'strong')).toEqual({ blocks: [], more: false });
  });
});

const marks: readonly [string, () => ActivePayers][] = [
  ['in memory', () => new InMemoryActivePayers()],
  ['in DynamoDB', () => dynamoDbActivePayers(dynamo.client, tables.kept)],
];

describe.each(marks)('marks of active payers %s', (_, make) => {
  let active: ActivePayers;
  beforeAll(() => {
    active = make();
  });

  /** All marks of a part, two at a time. */
  async function listed(part: number) {
    const all: Awaited<ReturnType<ActivePayers['list']>>[number][] = [];
    for (;;) {
      const page = await active.list(part, { after: all.at(-1)?.place, limit: 2 });
      expect(page.length).toBeLessThanOrEqual(2);
      all.push(...page);
      if (page.length < 2) return all;
    }
  }

  const isMarked = async (one: ActivePayer): Promise<boolean> => {
    const { part, place } = activePlace(one);
    return (await listed(part)).some((mark) => mark.place === place);
  };

  it('are listed page by page, each hour of a payer once, however often it was marked', async () => {
    const [one, other] = [anActive(), anActive({ payer: `subject:${'é'.repeat(900)}` })];
    const later = { ...one, hour: one.hour + 1 };
    for (const mark of [later, one, one, other]) await active.mark(mark);

    const all = await listed(activePlace(one).part);
    const ofOne = all.filter(({ payer }) => payer === one.payer);
    const { part, place } = activePlace(other);

    expect(ofOne).toEqual([
      { ...one, place: activePlace(one).place },
      { ...later, place: activePlace(later).place },
    ]);
    expect(await listed(part)).toContainEqual({ ...other, place });
  });

  it('stand in the order of their hours', async () => {
    const { payer } = anActive();
    for (const hour of [498_200, 9, 1_000_000, 498_199])
      await active.mark(anActive({ payer, hour }));

    const all = await listed(activePlace(anActive({ payer })).part);

    expect(all.filter((mark) => mark.payer === payer).map(({ hour }) => hour)).toEqual([
      ...[9, 498_199, 498_200, 1_000_000],
    ]);
  });

  it('are gone once taken away, and only the one that was', async () => {
    const one = anActive();
    const later = { ...one, hour: one.hour + 1 };
    const ofOther = { ...one, tenant: 'other' };
    for (const mark of [one, later, ofOther]) await active.mark(mark);

    await active.unmark(one);
    await active.unmark(one);

    expect([await isMarked(one), await isMarked(later), await isMarked(ofOther)]).toEqual([
      ...[false, true, true],
    ]);
  });

  it('are in all parts', () => {
    const parts = Array.from({ length: 400 }, () => activePlace(anActive()).part);

    expect(new Set(parts)).toEqual(
      new Set(Array.from({ length: activeParts }, (__, part) => part)),
    );
  });
});

const given: readonly [string, () => GivingTenants][] = [
  ['in memory', () => new InMemoryGivingTenants()],
  ['in DynamoDB', () => dynamoDbGivingTenants(dynamo.client, tables.kept)],
];

describe.each(given)('marks of tenants that gave money %s', (_, make) => {
  it('are of the tenant alone, however often it is marked', async () => {
    const giving = make();
    const before = await giving.has('giver');
    await giving.mark('giver');
    await giving.mark('giver');

    expect([before, await giving.has('giver'), await giving.has('giver"')]).toEqual([
      ...[false, true, false],
    ]);
  });
});
