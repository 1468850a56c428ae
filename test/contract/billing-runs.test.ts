import { createHash } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BillingRuns, ParkedMonth } from '../../core/billing/run/ports.ts';
import { parkedMonthFrom, storedRun } from '../../core/billing/run/stored-runs.ts';
import { type AcceptedUsage, unbilledKey } from '../../core/billing/unbilled/unbilled-usage.ts';
import { draftClosing } from '../../core/invoicing/close-periods.ts';
import { decimalOf } from '../../core/kernel/decimal.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
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

const [december, january, february] = [
  monthFrom('2025-12'),
  monthFrom('2026-01'),
  monthFrom('2026-02'),
];

const aMonthParked = (fields: Partial<ParkedMonth> = {}): ParkedMonth => ({
  tenant: 'acme',
  month: january,
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
    await runs.park(aMonthParked({ month: february }));

    const found: string[] = [];
    for (let after = ''; ; ) {
      const page = await runs.listParked('acme', { month: january, after, limit: 2 });
      found.push(...page.months.map(({ customer }) => customer));
      after = found.at(-1) ?? '';
      if (!page.more || page.months.length === 0) break;
    }

    // By the bytes of keys, long ones first: who goes through lists side by side counts on it.
    expect(found).toEqual(['x'.repeat(600), 'press', 'radio', 'subject:🦊#|']);
  });

  it('keeps what a person leaves unbilled of a month, the last word on each row', async () => {
    const runs = await make();
    const row: AcceptedUsage = {
      subject: 'x'.repeat(600),
      customer: undefined,
      meter: 'view',
      month: january,
      reason: 'no-payer',
      quantity: decimalOf(12n),
      events: 3n,
      why: 'our own tests',
      by: 'key-1',
      at: afterJanuary,
    };
    const byPayer = { ...row, subject: undefined, customer: 'press', events: undefined };
    await runs.acceptUsage('acme', { ...row, quantity: decimalOf(1n) });
    for (const one of [row, byPayer]) await runs.acceptUsage('acme', one);
    await runs.acceptUsage('other', row);
    await runs.acceptUsage('acme', { ...row, month: february });

    const accepted = await runs.acceptedUsage('acme', january);

    expect(accepted).toEqual(new Map([row, byPayer].map((one) => [unbilledKey(one), one])));
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

  it('finds what was parked last of one customer’s month, and of no other', async () => {
    const runs = await make();
    const customer = 'x'.repeat(600);
    await runs.park(aMonthParked({ customer, detail: 'before' }));
    await runs.park(aMonthParked({ customer, detail: 'after' }));

    expect(await runs.parkedMonth('acme', january, customer)).toEqual(
      aMonthParked({ customer, detail: 'after' }),
    );
    expect(await runs.parkedMonth('acme', january, 'press')).toBeUndefined();
    expect(await runs.parkedMonth('acme', february, customer)).toBeUndefined();
    expect(await runs.parkedMonth('other', january, customer)).toBeUndefined();
  });

  it('keeps the last note of a run', async () => {
    const runs = await make();
    const note = {
      tenant: 'acme',
      month: january,
      at: afterJanuary,
      lookedAt: afterJanuary,
      earlierLookedAt: afterJanuary,
    };
    const reason = { code: 'unreconciled', detail: 'an hour differs' } as const;

    await runs.putNote({ ...note, waitingFor: [reason] });
    await runs.putNote({ ...note, waitingFor: [] });

    expect(await runs.note('acme', january)).toEqual({ ...note, waitingFor: [] });
    expect(await runs.note('acme', february)).toBeUndefined();
  });

  it('keeps the unassigned subjects of each partition as they were found last', async () => {
    const runs = await make();
    const acme = { tenant: 'acme', month: january };

    await runs.putUnassigned({ ...acme, partition: 9, subjects: ['b', 'd'] });
    await runs.putUnassigned({ ...acme, partition: 10, subjects: ['🦊', 'a'] });
    await runs.putUnassigned({ ...acme, partition: 9, subjects: ['b', 'c'] });
    await runs.putUnassigned({ ...acme, tenant: 'other', partition: 9, subjects: ['z'] });

    expect(await runs.unassigned('acme', january)).toEqual(['a', 'b', 'c', '🦊']);
    expect(await runs.unassigned('acme', february)).toEqual([]);
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
      await runs.putUnassigned({ tenant: 'acme', month: january, partition, subjects });
    }

    const found = await runs.unassigned('acme', january);

    expect(found).toEqual(all.flatMap(subjectsOf).sort());
  }, 30_000);
});

/**
 * Items of version 1, byte by byte as the program of that time put them: a draft, what is parked, notes and subjects.
 */
const versionOne = [
  [
    '["draft","acme","stm_9f86d081884c7d659a2feaa0c55ad015"]',
    '-',
    'GyYAAIToZKlfZqN+rgYmcgLeoi7+zLTPIyauuZ5VyidUPA==',
  ],
  [
    '["parked","acme","2026-01"]',
    '=press',
    'GxEDAMRKnVWtZuvzj+ywugeqkE+QsBw4heXDX/OigM8OCO/9y96aoizajhaFm9iAh8cDHMnMrREimH0KptnN3XoVwy8OkBA5CgzYzQIICNQEL1opdAmCJi0YoMDerH24T6fQYbGywKU1T0GILdCEgYIn1YcGhE2VILDAlJ2O1p12V58yQnPLHPDXzTwMVsLC1ikIIy/8zeyv1++2ve6W3W7TdXy71eOqH5i1a7XY67IFgnopDDU9TItZFGFJLlS/wOulx8ABGjnyzDDc3+p6Zm+QCTbtOukL3fMUnaCg6x0ZW3M6iggqvlCqq2kIop4EP1P3OUVZ7mBwfYacoUyWyxCd9Pny5dEEzgH3w1JsMV/o8llrc3nzCUKIhjpZdYBtwbZ9GLw8n4Ng7NcL3o2Zg5ZKWNIkNWqZdJj7IayS5d0sDPSJ1k8oeNuhrBC+c3osnKa/jUcIWecuSdbCUnT9qdiJ1MEFS8h6lIwODPxqt5C6cENeDqiKd19vlmbnFaPOZkK9DkvfBYz0AD/ahsEi8ZJjSkJB/0OMvi+bWklYifKZyQr5JwM=',
  ],
  [
    '["parked","acme","2026-01"]',
    '=radio',
    'G4QAAARE3ZRdqvdkN5zMuYc/cMEQzBF0csD87xSmWVuUByBZHDjhIMqSwxec//jIGT0Spx/3RCGAeEWjWEVpEjiL6OUZEyeeLCw1UJ4KyH2tOGXqr0CmrJRWJ0pPvLZm1rbdwn4=',
  ],
  [
    '["note","acme","2026-01"]',
    '-',
    'G4wAAAQEnVN2qT6xu9FAoJbr5ED8Zj9+S0osDAhbecqCLhvBpO8Hydvt1f4SUTVbh4IDQi3aqIaJQvUSmb5vGL4XGEwFD+MhSiRaDyK+/e6aY2+mtWtReDAg5drF2UKIjWz+TCE57NrYPw==',
  ],
  [
    '["note","acme","2025-12"]',
    '-',
    'G0EAAATCbaV+ecI0OFmqYhhifMuvPQ8OOWD+ASMMCFs9ONrn+Mhz4yZO7OcgFIATLaU2hEi8mqlaH2qEhnrxuX4=',
  ],
  ['["unassigned","acme","2026-01"]', '9', 'CwuAWyJyZWFkZXItNyIsInJlYWRlci04Il0D'],
] as const;

async function withVersionOne(): Promise<BillingRuns> {
  const tableName = await dynamo.createTable(textKeyTable);
  for (const [pk, sk, packed] of versionOne) {
    const Item = { pk: { S: pk }, sk: { S: sk }, packed: { B: Buffer.from(packed, 'base64') } };
    await dynamo.client.send(new PutItemCommand({ TableName: tableName, Item }));
  }
  return dynamoDbBillingRuns(dynamo.client, tableName);
}

describe('what billing runs left in version 1', () => {
  const at = timestampOf(1_770_076_800_000);
  const overrides = [{ check: 'quarantine-open', reason: 'two test events' }];

  it('is listed for ever, with and without a draft', async () => {
    const runs = await withVersionOne();

    const { months } = await runs.listParked('acme', { month: january, after: '', limit: 9 });

    expect(months).toMatchObject([
      { tenant: 'acme', month: january, customer: 'press', code: 'awaiting-approval', at },
      { customer: 'radio', code: 'not-priced', detail: 'nothing prices what it uses', at },
    ]);
    expect(months[1]).not.toHaveProperty('draft');
  });

  it('is found by the id of its draft, with what a person has overruled', async () => {
    const runs = await withVersionOne();

    const month = await runs.parkedDraft('acme', 'stm_9f86d081884c7d659a2feaa0c55ad015');

    expect(month).toMatchObject({
      overrides,
      draft: {
        type: 'statement',
        reason: 'nothing-to-charge',
        period: { firstDay: '2026-01-01', lastDay: '2026-01-31' },
        buyer: { name: 'Press Review' },
      },
    });
  });

  it('says why a run waited, and who was found to have used the month', async () => {
    const runs = await withVersionOne();

    expect(await runs.note('acme', january)).toEqual({
      tenant: 'acme',
      month: january,
      at,
      waitingFor: [{ code: 'unreconciled', detail: 'an hour differs' }],
      lookedAt: at,
    });
    expect(await runs.note('acme', december)).toEqual({
      tenant: 'acme',
      month: december,
      at,
      waitingFor: [],
    });
    expect(await runs.unassigned('acme', january)).toEqual(['reader-7', 'reader-8']);
  });

  it('gives way to what is put now', async () => {
    const runs = await withVersionOne();
    const note = { tenant: 'acme', month: january, at, waitingFor: [] };

    await runs.putNote(note);

    expect(await runs.note('acme', january)).toEqual(note);
  });
});

describe('a stored month', () => {
  const stored = storedRun(aMonthParked());

  it.each([
    [{ ...stored, period: '2026-1' }, 'period of a parked month is a month'],
    [{ ...stored, at: 'yesterday' }, 'at of a parked month is a whole number'],
    [{ ...stored, draft: { type: 'credit-note' } }, 'type of a draft is one of'],
    [{ ...stored, draft: { type: 'invoice', id: '' } }, 'an invoice or a statement'],
    [{ ...stored, overrides: [{ check: 'a' }] }, 'reason of one of overrides'],
  ])('that no version of ours wrote is refused: %j', (value, why) => {
    expect(() => parkedMonthFrom(value)).toThrow(why);
  });
});
