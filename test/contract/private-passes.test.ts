import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  BegunSale,
  PassEpoch,
  PassSale,
  PrivatePasses,
  SpentToken,
} from '../../core/gate/private/ports.ts';
import { nanosOf } from '../../core/kernel/money.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { dynamoDbPrivatePasses } from '../../functions/adapters/dynamo-db-private-passes.ts';
import { inMemoryPrivatePasses } from '../fakes/private-passes.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

const november = monthFrom('2026-11');
const place = { tenant: 'acme', pass: 'front', month: november };
const noon = timestampOf(Date.UTC(2026, 10, 29, 12));

const anEpoch = (fields: Partial<PassEpoch> = {}): PassEpoch => ({
  ...{ ...place, keyId: 'key-1', spki: Buffer.from([1, 2, 255]), meter: 'view' },
  ...{ issuer: 'pay.example', price: nanosOf(12_000_000n), currency: 'EUR', crowd: 20 },
  endsAt: noon,
  ...fields,
});
const aSale = (fields: Partial<PassSale> = {}): PassSale => ({
  ...{ ...place, sale: 's-1', revision: 1, state: 'begun', units: 5 },
  ...{ amount: nanosOf(60_000_000n), grant: 'g.1.0', buyer: 'b' },
  ...fields,
});
const aToken = (fields: Partial<SpentToken> = {}): SpentToken => ({
  ...{ ...place, token: 'AbCd', revision: 1, by: 'one', at: noon, keptUntil: noon },
  ...fields,
});

describe.each(['in memory', 'in a table'])('private passes %s', (where) => {
  let dynamo: DynamoEngine | undefined;
  let passes: PrivatePasses;

  beforeAll(async () => {
    passes = inMemoryPrivatePasses();
    if (where === 'in memory') return;
    dynamo = await startDynamo();
    passes = dynamoDbPrivatePasses(dynamo.client, await dynamo.createTable(textKeyTable));
  });

  afterAll(() => dynamo?.stop());

  it('have an epoch for a month, which never changes, and is found by its key once published', async () => {
    const later = anEpoch({ month: monthFrom('2026-12'), keyId: 'key-2' });

    expect(await passes.epoch(place)).toBeUndefined();
    expect(await passes.putEpoch(anEpoch())).toBe('put');
    expect(await passes.putEpoch(anEpoch({ keyId: 'key-9' }))).toBe('taken');
    expect(await passes.byKey('key-1')).toBeUndefined();
    for (const epoch of [anEpoch(), later, anEpoch()]) await passes.publish(epoch);

    expect(await passes.epoch(place)).toEqual(anEpoch());
    expect(await passes.byKey('key-1')).toEqual(anEpoch());
    const all = { from: november, after: undefined, limit: 10 };
    expect(await passes.published(all)).toEqual([anEpoch(), later]);
    expect(await passes.published({ ...all, limit: 1 })).toEqual([anEpoch()]);
    expect(await passes.published({ ...all, after: anEpoch() })).toEqual([later]);
    expect(await passes.published({ ...all, from: later.month })).toEqual([later]);
  });

  it('have sales of a month, over the revision before, by their ids', async () => {
    const paid = aSale({ state: 'paid', revision: 2 });
    const other = aSale({ sale: 's-2', buyer: 'c' });

    expect(await passes.sale(paid)).toBeUndefined();
    expect(await passes.putSale(aSale())).toBe('put');
    expect(await passes.putSale(aSale({ grant: 'g.2.0' }))).toBe('taken');
    expect(await passes.putSale(paid)).toBe('put');
    await passes.putSale(other);
    await passes.putSale(aSale({ month: monthFrom('2026-12') }));

    expect(await passes.sale(paid)).toEqual(paid);
    const all = { after: undefined, limit: 10 };
    expect(await passes.sales(place, all)).toEqual([paid, other]);
    expect(await passes.sales(place, { ...all, limit: 1 })).toEqual([paid]);
    expect(await passes.sales(place, { ...all, after: 's-1' })).toEqual([other]);
  });

  it('know what was begun until it is over', async () => {
    const [one, two]: BegunSale[] = ['s-1', 's-2'].map((sale) => ({
      ...{ ...place, sale, payer: 'ada', at: noon },
    }));
    if (one === undefined || two === undefined) throw new Error('there are two');
    const all = { after: undefined, limit: 10 };

    for (const mark of [one, two, one]) await passes.begin(mark);
    expect(await passes.begun(all)).toEqual([one, two]);
    expect(await passes.begun({ ...all, after: one })).toEqual([two]);
    await passes.over(one);

    expect(await passes.begun(all)).toEqual([two]);
  });

  it('know who claimed a token last, over the revision before', async () => {
    const again = aToken({ by: 'two', revision: 2 });

    expect(await passes.spent(again)).toBeUndefined();
    expect(await passes.putSpent(aToken())).toBe('put');
    expect(await passes.putSpent(aToken({ by: 'three' }))).toBe('taken');
    expect(await passes.putSpent(again)).toBe('put');
    expect(await passes.putSpent(aToken({ by: 'three', revision: 2 }))).toBe('taken');

    expect(await passes.spent(again)).toEqual(again);
    expect(await passes.spent(aToken({ token: 'AbCe' }))).toBeUndefined();
  });

  it('are claimed once by a hundred at once', async () => {
    const tries = Array.from({ length: 100 }, (_, by) =>
      passes.putSpent(aToken({ token: 'once', by: String(by) })),
    );

    const outcomes = await Promise.all(tries);

    expect(outcomes.filter((outcome) => outcome === 'put')).toHaveLength(1);
  });
});
