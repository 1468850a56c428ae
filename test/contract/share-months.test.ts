import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { partOf } from '../../core/earnings/parts.ts';
import type { PayerMark, PayerWorth, ShareMonth, ShareMonths } from '../../core/earnings/ports.ts';
import { decimalOf } from '../../core/kernel/decimal.ts';
import { sha256 } from '../../core/kernel/digest.ts';
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

const aWorth = (fields: Partial<PayerWorth> = {}): PayerWorth => ({
  ...{ tenant: 'acme', month: october, payer: 'press-review', currency: 'EUR', country: 'FR' },
  ...{ amount: exactOf(12n), unshared: exactOf(2n), refused: undefined, revision: 1 },
  lines: [
    {
      ...{ share: 'authors', meter: 'reads', value: 'ada "l"', quantity: decimalOf(7n) },
      ...{ amount: exactOf(10n), platform: exactOf(-1n) },
      payees: [
        { payee: 'ada', amount: exactOf(10n) },
        { payee: 'é', amount: exactOf(1n) },
      ],
    },
  ],
  gone: [{ payee: 'ben', currency: 'USD' }],
  ...fields,
});

async function worthsIn(months: ShareMonths, part: string, month = october) {
  const found: PayerWorth[] = [];
  for await (const page of months.worths('acme', { month, part })) found.push(...page);
  return found;
}

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
      ...{ n: 2, asOf: 12, begunAt: at, doneAt: undefined, from: '3f', payers: 2, refused: 1 },
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

  it('have what a payer’s month is worth, each time over the one before', async () => {
    const months = await make();
    const plain = { currency: undefined, country: undefined, lines: [], gone: [] };

    expect(await months.worth('acme', aWorth())).toBeUndefined();
    expect(await months.putWorth(aWorth())).toBe('put');
    expect(await months.putWorth(aWorth())).toBe('taken');
    expect(await months.worth('acme', aWorth())).toEqual(aWorth());
    const next = aWorth({ ...plain, refused: 'answer.too-large', revision: 2 });
    expect(await months.putWorth(next)).toBe('put');
    expect(await months.worth('acme', aWorth())).toEqual(next);
    expect(await months.worth('other', aWorth())).toBeUndefined();
  });

  it('have all that is worth something in a part of a month, and no more', async () => {
    const months = await make();
    const part = partOf('press-review');
    const payers = Array.from({ length: 2_000 }, (_, index) => `reader-${index}`);
    const beside = payers.filter((payer) => partOf(payer) === part).slice(0, 4);
    const all = ['press-review', ...beside].map((payer) => aWorth({ payer }));
    for (const worth of all) await months.putWorth(worth);
    await months.putWorth(aWorth({ month: monthFrom('2026-09') }));

    const found = await worthsIn(months, part);

    expect(beside).toHaveLength(4);
    expect(found).toHaveLength(5);
    expect(found).toEqual(expect.arrayContaining(all));
    expect(await worthsIn(months, partOf('press-review') === '00' ? '01' : '00')).toEqual([]);
  });

  it('say of what is worth more than one item holds that it is too large', async () => {
    const months = await make();
    const values = Array.from({ length: 20_000 }, (_, index) => sha256(String(index)));
    const [line] = aWorth().lines;
    const lines = values.flatMap((value) =>
      line === undefined ? [] : [{ ...line, value: value.toString('hex') }],
    );

    expect(await months.putWorth(aWorth({ lines }))).toBe('too-large');
    expect(await months.worth('acme', aWorth())).toBeUndefined();
  });
});
