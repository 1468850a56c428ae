import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import type { CosignedLog, CosignedLogs } from '../../core/transparency/cosigned-log.ts';
import type { WitnessedLogs } from '../../core/witness/ports.ts';
import { dynamoDbCosignedLogs } from '../../functions/adapters/dynamo-db-cosigned-logs.ts';
import { dynamoDbWitnessedLogs } from '../../functions/adapters/dynamo-db-witnessed-logs.ts';
import { inMemoryCosignedLogs } from '../fakes/cosigned-logs.ts';
import { inMemoryWitnessedLogs } from '../fakes/witnessed-logs.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const at = timestampOf(Date.UTC(2026, 5, 1));
const id = { tenant: 'acme', year: 2026 };
const whole: CosignedLog = {
  ...{ ...id, revision: 1, note: 'shown', newest: 'newest', lackingSince: at },
  witnesses: [
    { name: 'w1', cosigned: { size: 3, at } },
    { name: 'w2', cosigned: { size: 2, at }, failing: { why: 'fork', since: at } },
    { name: 'w3' },
  ],
};

describe.each([
  ['in memory', async () => [inMemoryCosignedLogs(), inMemoryWitnessedLogs()] as const],
  [
    'in DynamoDB',
    async (): Promise<readonly [CosignedLogs, WitnessedLogs]> => {
      const table = await dynamo.createTable(textKeyTable);
      return [
        dynamoDbCosignedLogs(dynamo.client, table),
        dynamoDbWitnessedLogs(dynamo.client, table),
      ];
    },
  ],
])('What is kept of witnesses %s', (_, make) => {
  it('has all that was put of a log, over the revision before, and nothing of others', async () => {
    const [cosigned] = await make();
    const { newest: _newest, lackingSince: _since, ...bare } = whole;

    expect(await cosigned.put(whole)).toBe('put');
    expect(await cosigned.put(whole)).toBe('taken');
    expect(await cosigned.get(id)).toEqual(whole);
    expect(await cosigned.put({ ...bare, revision: 2 })).toBe('put');
    expect(await cosigned.get(id)).toEqual({ ...bare, revision: 2 });
    expect(await cosigned.get({ ...id, year: 2027 })).toBeUndefined();
  });

  it('has what a witness remembers, over the revision before', async () => {
    const [, witnessed] = await make();
    const log = { origin: 'o', revision: 1, size: 3, root: Buffer.alloc(32, 7), note: 'n\n' };

    expect(await witnessed.get('o')).toBeUndefined();
    expect(await witnessed.put(log)).toBe('put');
    expect(await witnessed.put({ ...log, size: 4 })).toBe('taken');
    expect(await witnessed.put({ ...log, revision: 3 })).toBe('taken');
    expect(await witnessed.put({ ...log, revision: 2, size: 5 })).toBe('put');
    expect(await witnessed.get('o')).toEqual({ ...log, revision: 2, size: 5 });
  });
});
