import { describe, expect, it } from '@jest/globals';
import { checkBooks } from '../../core/books/check.ts';
import { exactText } from '../../core/kernel/exact-amount.ts';
import { nanosText } from '../../core/kernel/money.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { sharedMonth } from '../../core/shares/shared-month.ts';
import { inMemoryShares } from '../fakes/shares.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aCommittedPress, aQuarter } from '../support/a-committed-press.ts';
import { withBody } from '../support/billed-month.ts';

type Press = Awaited<ReturnType<typeof aCommittedPress>>;

const quarter = ['2026-01', '2026-02', '2026-03'] as const;
const perView = { meter: 'view', model: 'per_unit', unitPrice: '1' } as const;

const noFaults = async (press: Press) =>
  expect((await checkBooks(press.billing, 'acme')).faults).toEqual([]);

/** What is booked as earned by what was missing, in all. */
async function earned({ billing }: Press): Promise<string> {
  const { balances } = (await billing.books.read('acme', { cells: [] })).head();
  const found = balances.find(({ account }) => account === 'revenue:minimum:term-commitment');
  return nanosText(-(found?.amount ?? 0n) as Parameters<typeof nanosText>[0]);
}

describe('what counts towards a commitment over a term', () => {
  it('is all but fixed fees: charges, their minimums, and what the commitment of a month adds', async () => {
    const reader = aPlan(
      aVersion({
        charges: [{ ...perView, minimum: '2' }],
        fixedFees: [{ key: 'base', description: 'Base', amount: '100' }],
        minimumCommitment: '3',
      }),
    );
    const press = await aCommittedPress([aQuarter], { reader });
    await press.views('2026-03', 1);
    await press.close(...quarter);

    expect((await press.document('2026-02')).commitment).toMatchObject({ used: '6', left: '6' });
    expect(await press.missing('2026-03')).toEqual([[['minimum', '3']]]);
    expect(await press.billed(3)).toBe(12 + 300);
  });

  it('is the list price, of which coupons take something off, as they do of the month alone', async () => {
    const coupons = [{ key: 'half', percentOff: '50', from: '2026-01-01' }];
    const press = await aCommittedPress([aQuarter], { customer: { coupons } });
    await press.views('2026-01', 4);
    await press.close(...quarter);

    expect((await press.document('2026-03')).commitment).toMatchObject({ used: '4', charged: '8' });
    expect(await press.billed(3)).toBe(4 - 2 + 8);
  });

  it('stays what it was where an invoice is credited', async () => {
    const press = await aCommittedPress([aQuarter]);
    await press.views('2026-01', 4);
    await press.close('2026-01');
    const { id } = await press.document('2026-01');
    await press.ask('POST /v1/invoices/{id}/credit-notes', {
      params: { id },
      body: { reason: 'sorry', lines: [{ line: '1', amount: '3' }] },
      headers: { ...withBody, 'idempotency-key': 'k-1' },
    });
    await press.close('2026-02', '2026-03');

    expect((await press.document('2026-03')).commitment).toMatchObject({ used: '4', charged: '8' });
    await noFaults(press);
  });
});

describe('what is missing of a term', () => {
  it('is credited as any line is, and earned with the month that charges it', async () => {
    const press = await aCommittedPress([aQuarter]);
    await press.close('2026-01', '2026-02');
    expect(await earned(press)).toBe('0');
    await press.close('2026-03');
    expect(await earned(press)).toBe('12');

    const { id } = await press.document('2026-03');
    const { status } = await press.ask('POST /v1/invoices/{id}/credit-notes', {
      params: { id },
      body: { reason: 'sorry', lines: [{ line: '1', amount: '5' }] },
      headers: { ...withBody, 'idempotency-key': 'k-1' },
    });

    expect(status).toBe(201);
    expect(await earned(press)).toBe('7');
    await noFaults(press);
  });

  it('is given back at the rate of tax at which it was charged', async () => {
    const at = (rate: string) => ({ taxes: { standard: { category: 'S' as const, rate } } });
    const settings = {
      seller: { name: 'Magazine GmbH', taxNumber: 'CHE123456788' },
      ...at('19'),
    };
    const press = await aCommittedPress([aQuarter], { settings });
    await press.close(...quarter);
    await press.settings({ ...settings, bounds: null, ...at('7') });
    await press.views('2026-03', 5);
    await press.views('2026-04', 2);
    await press.close('2026-04');

    expect(await press.document('2026-03')).toMatchObject({
      taxes: [{ rate: '19', base: '12.00', amount: '2.28' }],
    });
    // The five that came late are taxed as their month was, too.
    expect(await press.document('2026-04')).toMatchObject({
      total: '2.14',
      taxes: [
        { rate: '7', base: '2.00' },
        { rate: '19', base: '0.00' },
      ],
    });
    await noFaults(press);
  });

  it('is in the statement of its month, and carried, where that is within an interval of invoices', async () => {
    const customer = { invoiceInterval: { every: 'year' } };
    const press = await aCommittedPress([aQuarter], { customer });
    await press.close(...quarter);

    expect(await press.document('2026-03')).toMatchObject({
      ...{ type: 'statement', reason: 'within-interval', carriedOut: '12' },
      commitment: { charged: '12' },
    });
    await noFaults(press);
  });

  it('is charged again as it was agreed where its invoice is billed again, whatever was put since', async () => {
    const press = await aCommittedPress([aQuarter]);
    await press.close(...quarter);
    await press.voidForRebilling('2026-03');
    await press.put('press', { ...press.body, commitments: [{ ...aQuarter, amount: '99' }] });
    await press.close('2026-03');

    expect((await press.document('2026-03', 2)).commitment).toMatchObject({
      ...{ amount: '12', charged: '12' },
    });
    expect(await press.billed(4)).toBe(12);
    await noFaults(press);
  });

  it.each([
    ['its commitment was taken away', { commitments: [] }],
    ['its plan begins later now', { plan: [{ plan: 'reader', from: '2026-02-01' }] }],
  ])('is charged again, and set off, where meanwhile %s', async (_, change) => {
    const press = await aCommittedPress([{ ...aQuarter, until: '2026-02' }]);
    await press.views('2026-01', 1);
    await press.close('2026-01');
    await press.voidForRebilling('2026-01');
    expect((await press.put('press', { ...press.body, ...change })).status).toBe(200);
    await press.bill('2026-01');

    expect(await press.document('2026-01', 2)).toMatchObject({
      ...{ total: '4.00', commitment: { amount: '4', charged: '3' } },
    });

    await press.views('2026-01', 2);
    await press.close('2026-02');

    expect(await press.missing('2026-02')).toEqual([[['adjustment', '-2']]]);
    expect(await press.billed(2)).toBe(4);
    await noFaults(press);
  });

  it('follows a month within the term that is void and billed again after its end', async () => {
    const press = await aCommittedPress([{ ...aQuarter, every: 'half-year', amount: '24' }]);
    await press.views('2026-01', 5);
    await press.close('2026-01');
    await press.close('2026-02', '2026-03', '2026-04', '2026-05');
    await press.voidForRebilling('2026-01');
    await press.close('2026-06');
    expect(await press.missing('2026-06')).toEqual([[['minimum', '24']]]);

    await press.bill('2026-01');

    const again = await press.document('2026-01', 2);
    expect(again.lines.map(({ kind, exactAmount }) => [kind, exactAmount])).toEqual([
      ['usage', '5'],
      ['adjustment', '-5'],
    ]);
    expect(await press.billed(7)).toBe(24);
    await noFaults(press);
  });

  it('is told before it is charged by a preview, and is no surprise of a change that is tried', async () => {
    const press = await aCommittedPress([aQuarter]);
    await press.views('2026-01', 2);
    await press.close('2026-01', '2026-02');
    press.isNow('2026-03-20T00:00:00Z');

    const { body } = await press.ask('GET /v1/customers/{key}/preview', {
      params: { key: 'press' },
      query: { period: '2026-03' },
    });
    const { body: tried } = await press.put(
      'press',
      { ...press.body, commitments: [{ ...aQuarter, amount: '20' }] },
      { dryRun: 'true' },
    );

    expect(body).toMatchObject({
      total: '10.00',
      commitment: { used: '2', charged: '10', left: '0' },
    });
    expect(tried['months']).toContainEqual(
      expect.objectContaining({
        ...{ period: '2026-03', changes: true },
        before: expect.objectContaining({ total: '10.00' }),
        after: expect.objectContaining({ total: '18.00' }),
      }),
    );
  });

  it('is explained by what was used and what was committed to', async () => {
    const press = await aCommittedPress([aQuarter]);
    await press.views('2026-02', 5);
    await press.close(...quarter);
    await press.views('2026-03', 1);
    await press.views('2026-04', 1);
    await press.close('2026-04');
    const explained = async (month: string) => {
      const { id, lines } = await press.document(month);
      const line = lines.find(({ description }) => description.includes('is missing'))?.id ?? '';
      return press.ask('GET /v1/invoices/{id}/lines/{line}', { params: { id, line } });
    };

    expect((await explained('2026-03')).body).toMatchObject({
      reason: 'raises what all charges from 2026-01 to 2026-03 came to, 5, to the commitment of 12',
      steps: [
        { of: 'minimum', amount: '12' },
        { of: 'charged', amount: '-5' },
      ],
    });
    expect((await explained('2026-04')).body).toMatchObject({
      reason: 'another part of what the term of 2026-03 commits to is missing than before',
      steps: [{ of: 'month', amount: '-1' }],
    });
  });
});

describe('who has a share of what was used', () => {
  it('has none of what is missing of a term', async () => {
    const press = await aCommittedPress([aQuarter]);
    await press.views('2026-03', 4);
    await press.close(...quarter);

    const shared = await sharedMonth(
      { rating: press.billing.rating, shares: inMemoryShares() },
      ...(['acme', { customer: 'press', month: monthFrom('2026-03') }] as const),
    );

    expect(await press.missing('2026-03')).toEqual([[['minimum', '8']]]);
    expect(exactText(shared.amount)).toBe('4');
  });
});

describe('a customer without a commitment', () => {
  it('has nothing more read of the books when a month is closed', async () => {
    const cells = async (commitments: Parameters<typeof aCommittedPress>[0]) => {
      const press = await aCommittedPress(commitments);
      await press.close('2026-01', '2026-02');
      const read: string[] = [];
      const real = press.billing.books.record.bind(press.billing.books);
      press.billing.books.record = (tenant, decision) => {
        for (const key of decision.cells) if (key.kind === 'period') read.push(key.month);
        return real(tenant, decision);
      };
      await press.close('2026-03');
      return [...new Set(read)].sort();
    };

    expect(await cells([])).toEqual(['2026-01', '2026-02', '2026-03']);
    expect(await cells([{ ...aQuarter, every: 'half-year' }])).toEqual([
      ...['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06'],
    ]);
  });
});
