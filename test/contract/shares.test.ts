import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PayeeTokens } from '../../core/access/payee-tokens.ts';
import { offeredMapping } from '../../core/contract/otlp/shapes.ts';
import { sha256 } from '../../core/kernel/digest.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import type { OtlpMappings } from '../../core/otlp/ports.ts';
import { putOtlpMappings } from '../../core/otlp/put-mappings.ts';
import type { Payees, Shares } from '../../core/shares/ports.ts';
import type { Passes } from '../../core/spend/passes/ports.ts';
import { dynamoDbOtlpMappings } from '../../functions/adapters/dynamo-db-otlp-mappings.ts';
import { dynamoDbPasses } from '../../functions/adapters/dynamo-db-passes.ts';
import { dynamoDbPayeeTokens } from '../../functions/adapters/dynamo-db-payee-tokens.ts';
import { dynamoDbPayees } from '../../functions/adapters/dynamo-db-payees.ts';
import { dynamoDbShares } from '../../functions/adapters/dynamo-db-shares.ts';
import { inMemoryOtlpMappings } from '../fakes/otlp-mappings.ts';
import { inMemoryPasses } from '../fakes/passes.ts';
import { inMemoryPayeeTokens } from '../fakes/payee-tokens.ts';
import { inMemoryPayees, inMemoryShares } from '../fakes/shares.ts';
import { aShare } from '../fixtures/shares.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const table = () => dynamo.createTable(textKeyTable);

const payeesIn: readonly [string, () => Promise<Payees>][] = [
  ['in memory', async () => inMemoryPayees()],
  ['DynamoDB', async () => dynamoDbPayees(dynamo.client, await table())],
];

describe.each(payeesIn)('payees %s', (_name, make) => {
  it('are kept by tenant, and put only over the revision before', async () => {
    const payees = await make();
    const at = (revision: number) => ({ key: 'ada', revision, body: { name: `É 🦊 ${revision}` } });

    expect(await payees.put('acme', at(2))).toBe('taken');
    expect(await payees.put('acme', at(1))).toBe('put');
    expect(await payees.put('acme', at(1))).toBe('taken');
    expect(await payees.put('acme', at(2))).toBe('put');

    expect(await payees.get('acme', 'ada')).toEqual(at(2));
    expect(await payees.get('acm', 'ada')).toBeUndefined();
  });

  it('are listed by key, page by page', async () => {
    const payees = await make();
    for (const key of ['b', 'a', 'c']) {
      await payees.put('acme', { key, revision: 1, body: { name: key } });
    }
    await payees.put('other', { key: 'x', revision: 1, body: { name: 'x' } });

    const first = await payees.list('acme', { after: '', limit: 2 });
    const second = await payees.list('acme', { after: 'b', limit: 2 });

    expect(first.records.map(({ key }) => key)).toEqual(['a', 'b']);
    expect([first.more, second.more]).toEqual([true, false]);
    expect(second.records).toEqual([{ key: 'c', revision: 1, body: { name: 'c' } }]);
  });
});

const tokensIn: readonly [string, () => Promise<PayeeTokens>][] = [
  ['in memory', async () => inMemoryPayeeTokens()],
  ['DynamoDB', async () => dynamoDbPayeeTokens(dynamo.client, await table())],
];

describe.each(tokensIn)('tokens of payees %s', (_name, make) => {
  it('are kept together by payee, and put only over the revision before', async () => {
    const kept = await make();
    const [createdAt, endsAt] = [timestampOf(1), timestampOf(2)];
    const token = { n: 3, secretHash: sha256('s'), createdAt, endsAt };
    const at = (revision: number) => ({
      ...{ payee: 'ada', made: 3, revision },
      tokens: [{ ...token, actions: ['read', 'payout'] as const }],
    });

    expect(await kept.put('acme', 'place', at(2))).toBe('taken');
    expect(await kept.put('acme', 'place', at(1))).toBe('put');
    expect(await kept.put('acme', 'place', at(1))).toBe('taken');
    expect(await kept.put('acme', 'place', at(2))).toBe('put');

    expect(await kept.get('acme', 'place')).toEqual(at(2));
    expect(await kept.get('other', 'place')).toBeUndefined();
  });
});

const passesIn: readonly [string, () => Promise<Passes>][] = [
  ['in memory', async () => inMemoryPasses()],
  ['DynamoDB', async () => dynamoDbPasses(dynamo.client, await table())],
];

describe.each(passesIn)('passes %s', (_name, make) => {
  it('are given back as they were put, over the revision before, to their own tenant', async () => {
    const passes = await make();
    const body = {
      ...{ name: 'É 🦊', meter: 'reads', units: '10', filter: { author: ['ada'] } },
      price: { amount: '1.00', currency: 'EUR' },
    };
    const at = (revision: number) => ({ key: 'ten', revision, body });

    expect(await passes.put('acme', at(1))).toBe('put');
    expect(await passes.put('acme', at(1))).toBe('taken');
    expect(await passes.put('acme', at(2))).toBe('put');

    expect(await passes.get('acme', 'ten')).toEqual(at(2));
    expect(await passes.get('acm', 'ten')).toBeUndefined();
    expect(await passes.list('acme', { after: '', limit: 5 })).toEqual({
      ...{ records: [at(2)], more: false },
    });
  });
});

const sharesIn: readonly [string, () => Promise<Shares>][] = [
  ['in memory', async () => inMemoryShares()],
  ['DynamoDB', async () => dynamoDbShares(dynamo.client, await table())],
];

describe.each(sharesIn)('shares %s', (_name, make) => {
  it('are given back as they were put, over the revision before, to their own tenant', async () => {
    const shares = await make();
    const share = aShare('authors', [{ to: 'value', shares: 70 }], '2026-01-01', {
      of: { meter: 'reads', dimension: 'author', values: ['ada'] },
    });

    expect(await shares.put('acme', share)).toBe('put');
    expect(await shares.put('acme', share)).toBe('taken');
    expect(await shares.put('acme', { ...share, revision: 2 })).toBe('put');

    expect(await shares.get('acme', 'authors')).toEqual({ ...share, revision: 2 });
    expect(await shares.get('other', 'authors')).toBeUndefined();
    const { records, more } = await shares.list('acme', { after: '', limit: 2 });
    expect([records.length, more]).toEqual([1, false]);
  });
});

const mappingsIn: readonly [string, () => Promise<OtlpMappings>][] = [
  ['in memory', async () => inMemoryOtlpMappings()],
  ['DynamoDB', async () => dynamoDbOtlpMappings(dynamo.client, await table())],
];

describe.each(mappingsIn)('mappings of OTLP %s', (_name, make) => {
  it('are kept by tenant, and put only over the revision before', async () => {
    const kept = await make();
    const mappings = [offeredMapping];

    expect(await kept.put('acme', { revision: 2, mappings })).toBe('taken');
    expect(await putOtlpMappings(kept, 'acme', { mappings, revision: 0 })).toMatchObject({
      revision: 1,
    });
    expect(await putOtlpMappings(kept, 'acme', { mappings })).toMatchObject({ revision: 1 });
    expect(await putOtlpMappings(kept, 'acme', { mappings: [] })).toMatchObject({ revision: 2 });
    expect(await kept.get('acme')).toEqual({ revision: 2, mappings: [] });
    expect(await kept.get('acm')).toBeUndefined();
    await expect(putOtlpMappings(kept, 'acme', { mappings, revision: 1 })).rejects.toMatchObject({
      code: 'otlp.changed-meanwhile',
    });
  });
});
