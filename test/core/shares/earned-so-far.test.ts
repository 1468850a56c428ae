import { describe, expect, it } from '@jest/globals';
import type { PlanVersionBody } from '../../../core/contract/catalog/plan-shapes.ts';
import { decimalText } from '../../../core/kernel/decimal.ts';
import { exactText } from '../../../core/kernel/exact-amount.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { earnedSoFar } from '../../../core/shares/earned-so-far.ts';
import { storedShare } from '../../../core/shares/share-from.ts';
import { usageEarnedBy } from '../../../core/shares/usage-earned-by.ts';
import { inMemoryShares } from '../../fakes/shares.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aShare } from '../../fixtures/shares.ts';
import { aMeter } from '../../fixtures/usage-events.ts';
import { aTenancy } from '../../support/rated-usage.ts';

const reads = aMeter({ key: 'reads', eventType: 'read', dimensions: ['author'] });
const of = { meter: 'reads', dimension: 'author' };
const authors = aShare(
  'authors',
  [
    { to: 'payee', payee: 'agency', feePercent: '10' },
    { to: 'value', shares: 2 },
    { to: 'share', share: 'desk', shares: 1 },
  ],
  '2020-01-01',
  { of },
);
const desk = aShare('desk', [
  { to: 'payee', payee: 'eve', shares: 1 },
  { to: 'platform', shares: 1 },
]);
const perRead: PlanVersionBody['charges'] = [
  { meter: 'reads', model: 'per_unit', unitPrice: '0.10' },
];

const readOf = (subject: string, author: string, index: number): UsageEvent => ({
  ...{ source: 'app', id: `${subject} ${index}`, type: 'read', subject },
  occurredAt: timestampFrom('2026-01-09T12:00:00Z') ?? timestampOf(0),
  data: JSON.stringify({ author }),
});

/** Readers, each a customer, and what each read. */
async function aMagazine(readers: ReadonlyMap<string, readonly string[]>, charges = perRead) {
  const tenancy = await aTenancy({
    meters: [reads],
    plans: { reader: aPlan(aVersion({ charges })) },
    customers: [...readers.keys()].map((subject) =>
      aCustomer({
        ...{ key: `of-${subject}`, subjects: [subject] },
        plan: [{ plan: 'reader', from: '2020-01-01' }],
      }),
    ),
  });
  await tenancy.use(
    [...readers].flatMap(([subject, read]) =>
      read.map((author, index) => readOf(subject, author, index)),
    ),
  );
  const shares = inMemoryShares();
  for (const share of [authors, desk]) await shares.put('acme', share);
  const { rating } = tenancy;
  const stores = {
    ...{ rating, shares },
    reads: { totals: tenancy.totals, rollups: tenancy.rollups },
  };
  return async (payee: string) => {
    const earned = await earnedSoFar(stores, 'acme', { payee, month: monthFrom('2026-01') });
    return {
      isWhole: earned.isWhole,
      content: earned.content.map((one) => [
        ...[one.value, decimalText(one.quantity), exactText(one.earned)],
      ]),
    };
  };
}

describe('what a payee has earned of a month so far', () => {
  it('is what its shares give it of all who used it, nested and from the top, by content', async () => {
    const earned = await aMagazine(
      new Map([
        ['zoe', ['ada', 'ada', 'ben']],
        ['kim', ['ada']],
      ]),
    );

    expect(await earned('ada')).toEqual({ isWhole: true, content: [['ada', '3', '0.18']] });
    expect(await earned('agency')).toEqual({
      isWhole: true,
      content: [
        ['ada', '3', '0.03'],
        ['ben', '1', '0.01'],
      ],
    });
    expect((await earned('eve')).content).toEqual([
      ['ada', '3', '0.045'],
      ['ben', '1', '0.015'],
    ]);
    expect(await earned('nobody')).toEqual({ isWhole: true, content: [] });
  });

  it('is rated as each payer’s month is: what is included is worth nothing, wherever it was read', async () => {
    const charges: PlanVersionBody['charges'] = [
      { meter: 'reads', model: 'per_unit', unitPrice: '0.10', included: '2' },
    ];
    const earned = await aMagazine(
      new Map([
        ['zoe', ['ada', 'ada', 'ben', 'ben']],
        ['kim', ['ada']],
      ]),
      charges,
    );

    expect((await earned('ada')).content).toEqual([['ada', '3', '0.06']]);
  });

  it('is reckoned up by how much was used, where more used it than a request has time for', async () => {
    const readers = new Map(
      Array.from({ length: 260 }, (_, n) => [
        `reader-${n}`,
        n % 2 === 0 ? ['ada'] : ['ada', 'ada'],
      ]),
    );
    const earned = await aMagazine(readers);

    const { isWhole, content } = await earned('ada');

    expect(isWhole).toBe(false);
    expect(content).toEqual([['ada', '390', '23.4']]);
  });
});

describe('the usage by which a payee may earn', () => {
  it('is of its own value where that is named, of any where it has a part of all, and else none', () => {
    const known = new Map(
      [authors, desk].map((record) => [record.key, storedShare(record)] as const),
    );
    const by = (payee: string) => usageEarnedBy(payee, known, [reads]).map(({ value }) => value);

    expect([by('ada'), by('agency'), by('eve')]).toEqual([['ada'], [undefined], [undefined]]);
    expect(usageEarnedBy('ada', known, [])).toEqual([]);
  });
});
