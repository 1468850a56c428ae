import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { partOf } from '../../core/earnings/parts.ts';
import type { PayerMark, ShareMonth, ShareMonths } from '../../core/earnings/ports.ts';
import { exactOf } from '../../core/kernel/exact-amount.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { dynamoDbShareMonths } from '../../functions/adapters/dynamo-db-share-months.ts';
import { inMemoryShareMonths } from '../fakes/share-months.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const engines: readonly [string, () => Promise<ShareMonths>][] = [
  ['in memory', async () => inMemoryShareMonths()],
  [
    'in DynamoDB',
    async () => dynamoDbShareMonths(dynamo.client, await dynamo.createTable(textKeyTable)),
  ],
];

const at = timestampOf(1_795_340_580_000);
const october = monthFrom('2026-10');

const aMonth = (fields: Partial<ShareMonth> = {}): ShareMonth => ({
  ...{ tenant: 'acme', month: october, isDue: true, round: undefined, at, revision: 1 },
  ...fields,
});

const aMark = (fields: Partial<PayerMark> = {}): PayerMark => ({
  ...{ month: october, payer: 'press-review', token: 'ab12' },
  ...fields,
});

describe.each(engines)('share months %s', (_name, make) => {
  it('know how far the books are read, each time over the one before', async () => {
    const months = await make();
    const read = { tenant: 'acme', seq: 7, at, revision: 1 };

    expect(await months.booksRead('acme')).toBeUndefined();
    expect(await months.putBooksRead(read)).toBe('put');
    expect(await months.putBooksRead(read)).toBe('taken');
    expect(await months.putBooksRead({ ...read, seq: 9, revision: 2 })).toBe('put');
    expect(await months.booksRead('acme')).toEqual({ ...read, seq: 9, revision: 2 });
    expect(await months.booksRead('other')).toBeUndefined();
  });

  it('have a month as it was put, with what a round came to', async () => {
    const months = await make();
    const round = {
      ...{ asOf: 12, begunAt: at, doneAt: undefined, from: '3f', payers: 2, refused: 1 },
      ...{ payees: 3, posted: 4 },
      sums: [
        {
          currency: 'EUR',
          amount: exactOf(5n),
          payees: exactOf(-1n),
          platform: exactOf(2n),
          unshared: exactOf(4n),
        },
      ],
    } as const;
    await months.putMonth(aMonth());
    await months.putMonth(aMonth({ month: monthFrom('2026-09') }));

    expect(await months.putMonth(aMonth({ isDue: false, round, revision: 2 }))).toBe('put');
    expect(await months.putMonth(aMonth({ revision: 2 }))).toBe('taken');
    expect(await months.month('acme', october)).toEqual(
      aMonth({ isDue: false, round, revision: 2 }),
    );
    expect((await months.months('acme')).map(({ month }) => month)).toEqual(['2026-09', '2026-10']);
    expect(await months.months('other')).toEqual([]);
  });

  it('have the marks of a part of a month, until they are taken away', async () => {
    const months = await make();
    const others = ['subject:reader-7', 'é'.repeat(300)].map((payer) => aMark({ payer }));
    for (const mark of [aMark(), ...others, aMark({ month: monthFrom('2026-09') })]) {
      await months.mark('acme', mark);
    }

    for (const mark of [aMark(), ...others]) {
      const page = { month: october, part: partOf(mark.payer), limit: 10 };
      expect(await months.marks('acme', page)).toContainEqual(mark);
      await months.unmark('acme', mark);
      expect(await months.marks('acme', page)).not.toContainEqual(mark);
    }
  });

  it('leave a mark that was put since', async () => {
    const months = await make();
    await months.mark('acme', aMark());
    await months.mark('acme', aMark({ token: 'cd34' }));

    await months.unmark('acme', aMark());

    const page = { month: october, part: partOf('press-review'), limit: 1 };
    expect(await months.marks('acme', page)).toEqual([aMark({ token: 'cd34' })]);
  });
});
