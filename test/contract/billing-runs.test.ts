import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BillingRuns, ParkedMonth } from '../../core/billing/run/ports.ts';
import { draftClosing } from '../../core/invoicing/close-periods.ts';
import { dynamoDbBillingRuns } from '../../functions/adapters/dynamo-db-billing-runs.ts';
import { inMemoryBillingRuns } from '../fakes/billing-runs.ts';
import { aClosing, afterJanuary, someBooks } from '../fixtures/invoicing.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const engines: readonly [string, () => Promise<BillingRuns>][] = [
  ['in memory', async () => inMemoryBillingRuns()],
  [
    'DynamoDB',
    async () => dynamoDbBillingRuns(dynamo.client, await dynamo.createTable(textKeyTable)),
  ],
];

const aMonthParked = (fields: Partial<ParkedMonth> = {}): ParkedMonth => ({
  tenant: 'acme',
  period: '2026-01',
  customer: 'press',
  code: 'out-of-bounds',
  detail: 'ten times the last',
  at: afterJanuary,
  ...fields,
});

describe.each(engines)('what billing runs leave for people, %s', (_name, make) => {
  it('lists the parked months of a period by customer, page by page, and of no other tenant', async () => {
    const runs = await make();
    for (const customer of ['radio', 'press', 'subject:🦊#|', 'x'.repeat(600)]) {
      await runs.park(aMonthParked({ customer }));
    }
    await runs.park(aMonthParked({ tenant: 'other' }));
    await runs.park(aMonthParked({ period: '2026-02' }));

    const found: string[] = [];
    for (let after = ''; ; ) {
      const page = await runs.listParked('acme', { period: '2026-01', after, limit: 2 });
      found.push(...page.months.map(({ customer }) => customer));
      after = found.at(-1) ?? '';
      if (!page.more || page.months.length === 0) break;
    }

    expect(found.toSorted()).toEqual(
      ['press', 'radio', 'subject:🦊#|', 'x'.repeat(600)].toSorted(),
    );
  });

  it('finds a draft by its id, as it was parked last', async () => {
    const runs = await make();
    const { draft } = await draftClosing(someBooks().books, 'acme', aClosing());
    await runs.park(aMonthParked({ draft, detail: 'before' }));
    await runs.park(aMonthParked({ draft, detail: 'after' }));

    expect(await runs.parkedDraft('acme', draft.id)).toEqual(
      aMonthParked({ draft, detail: 'after' }),
    );
    expect(await runs.parkedDraft('other', draft.id)).toBeUndefined();
  });

  it('keeps the last note of a run', async () => {
    const runs = await make();
    const note = { tenant: 'acme', period: '2026-01', at: afterJanuary, lookedAt: afterJanuary };
    const reason = { code: 'unreconciled', detail: 'an hour differs' } as const;

    await runs.putNote({ ...note, waitingFor: [reason] });
    await runs.putNote({ ...note, waitingFor: [] });

    expect(await runs.note('acme', '2026-01')).toEqual({ ...note, waitingFor: [] });
    expect(await runs.note('acme', '2026-02')).toBeUndefined();
  });

  it('keeps the unassigned subjects of each partition as they were found last', async () => {
    const runs = await make();
    const january = { tenant: 'acme', period: '2026-01' };

    await runs.putUnassigned({ ...january, partition: 9, subjects: ['b', 'd'] });
    await runs.putUnassigned({ ...january, partition: 10, subjects: ['🦊', 'a'] });
    await runs.putUnassigned({ ...january, partition: 9, subjects: ['b', 'c'] });
    await runs.putUnassigned({ ...january, tenant: 'other', partition: 9, subjects: ['z'] });

    expect(await runs.unassigned('acme', '2026-01')).toEqual(['a', 'b', 'c', '🦊']);
    expect(await runs.unassigned('acme', '2026-02')).toEqual([]);
  });

  it('keeps more unassigned subjects than one answer of the store holds', async () => {
    const runs = await make();
    const subjectsOf = (partition: number) =>
      Array.from({ length: 6_000 }, (_, index) =>
        createHash('sha256').update(`${partition} ${index}`).digest('hex'),
      );
    const all = Array.from({ length: 8 }, (_, partition) => partition);
    for (const partition of all) {
      const subjects = subjectsOf(partition);
      await runs.putUnassigned({ tenant: 'acme', period: '2026-01', partition, subjects });
    }

    const found = await runs.unassigned('acme', '2026-01');

    expect(found).toEqual(all.flatMap(subjectsOf).sort());
  }, 30_000);
});
