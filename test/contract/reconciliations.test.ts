import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Comparison, Reconciliations } from '../../core/billing/reconciliation/ports.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { dynamoDbReconciliations } from '../../functions/adapters/dynamo-db-reconciliations.ts';
import { inMemoryReconciliations } from '../fakes/reconciliations.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const engines: readonly [string, () => Promise<Reconciliations>][] = [
  ['in memory', async () => inMemoryReconciliations()],
  [
    'DynamoDB',
    async () => dynamoDbReconciliations(dynamo.client, await dynamo.createTable(textKeyTable)),
  ],
];

const times = { begunAt: timestampOf(1_770_176_800_000), endedAt: timestampOf(1_770_176_860_000) };
const finding = { code: 'usage-unaccounted', detail: 'view 🦊', expected: '1', found: '2' };
const books: Comparison = {
  ...{ kind: 'books', ...times, compared: 12, differing: 1 },
  findings: [{ code: 'hole', detail: 'block 3 follows block 1' }],
};
const invoicesOf = (month: string, differing = 1): Comparison => ({
  ...{ kind: 'invoices', month: monthFrom(month), ...times, compared: 1, differing },
  findings: differing === 0 ? [] : [finding],
});

describe.each(engines)('what passes found, %s', (_name, make) => {
  it('is nothing before the first', async () => {
    expect(await (await make()).read('acme')).toEqual({ pass: undefined, comparisons: [] });
  });

  it('is read as it was put, of invoices by month, and of no other tenant', async () => {
    const reconciliations = await make();
    await reconciliations.put('acme', invoicesOf('2026-01'));
    await reconciliations.put('acme', books);
    await reconciliations.put('acme', invoicesOf('2025-12'));
    await reconciliations.put('other', invoicesOf('2025-11'));
    await reconciliations.putPass('acme', times);

    expect(await reconciliations.read('acme')).toEqual({
      pass: times,
      comparisons: [books, invoicesOf('2025-12'), invoicesOf('2026-01')],
    });
  });

  it('is what was found last', async () => {
    const reconciliations = await make();
    await reconciliations.put('acme', invoicesOf('2026-01'));
    await reconciliations.putPass('acme', times);
    await reconciliations.put('acme', invoicesOf('2026-01', 0));
    const later = { ...times, endedAt: timestampOf(times.endedAt + 1) };
    await reconciliations.putPass('acme', later);

    expect(await reconciliations.read('acme')).toEqual({
      pass: later,
      comparisons: [invoicesOf('2026-01', 0)],
    });
  });
});
