import { describe, expect, it } from '@jest/globals';
import { checkBooks } from '../../core/books/check.ts';
import { closingId } from '../../core/books/document.ts';
import { nanosText } from '../../core/kernel/money.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aSeller, priced } from '../support/a-seller.ts';

const plan = [{ plan: 'reader', from: '2026-01-01' }];
const body = { subjects: ['app-1'], plan };
const advance = { key: 'base', description: 'Base', timing: 'advance' as const };

type Seller = Awaited<ReturnType<typeof aSeller>>;

/** Sweeps on the third of each month, from one to another, both counted from January 2026 as 1. */
async function swept(seller: Seller, from: number, to: number): Promise<void> {
  for (let month = from; month <= to; month += 1) {
    seller.isNow(new Date(Date.UTC(2026, month - 1, 3, 9)).toISOString());
    await seller.sweep();
  }
}

const invoiced = async (seller: Seller) => {
  const all = await seller.invoices({ limit: '100' });
  return all
    .filter(({ number }) => number !== null)
    .map(({ period, total }) => [period.start.slice(0, 7), total])
    .sort();
};

const statementOf = async (seller: Seller, month: string) => {
  const id = closingId('press', monthFrom(month), 1);
  return (await seller.ask('GET /v1/invoices/{id}', { params: { id } })).body;
};

async function balanceOf({ billing }: Seller, kind: string) {
  const { balances } = (await billing.books.read('acme', { cells: [] })).head();
  return balances
    .filter(({ account, amount }) => account.startsWith(kind) && amount !== 0n)
    .map(({ amount }) => nanosText(-amount as typeof amount));
}

describe('a customer that is invoiced each quarter', () => {
  it('has its months closed by statements, which carry them to the invoice of the last', async () => {
    const seller = await aSeller({ reader: aPlan(priced('1')) }, { bounds: null });
    seller.isNow('2026-01-05T00:00:00Z');
    await seller.put('press', { ...body, invoiceInterval: { every: 'quarter' } });
    await seller.uses('app-1', '2026-01-10T00:00:00Z', '2026-02-10T00:00:00Z');
    await seller.uses('app-1', '2026-03-10T00:00:00Z', '2026-04-10T00:00:00Z');
    await swept(seller, 2, 5);

    expect(await invoiced(seller)).toEqual([['2026-03', '3.00']]);
    for (const [month, invoicedWith, carriedOut] of [
      ['2026-01', '2026-03', '1'],
      ['2026-02', '2026-03', '2'],
      ['2026-04', '2026-06', '1'],
    ] as const) {
      expect(await statementOf(seller, month)).toMatchObject({
        ...{ type: 'statement', reason: 'within-interval', invoicedWith, carriedOut },
      });
    }
    expect(await checkBooks(seller.billing, 'acme')).toMatchObject({ faults: [] });
  });

  it('is told by the invoice which statements have the usage of the months before its last', async () => {
    const seller = await aSeller({ reader: aPlan(priced('1')) }, { bounds: null });
    seller.isNow('2026-01-05T00:00:00Z');
    await seller.put('press', { ...body, invoiceInterval: { every: 'quarter' } });
    await seller.uses('app-1', '2026-01-10T00:00:00Z', '2026-02-10T00:00:00Z');
    await swept(seller, 2, 4);

    const [invoice] = await seller.invoices();
    const id = String(invoice?.id);
    const { body: document } = await seller.ask('GET /v1/invoices/{id}', { params: { id } });
    const lines = document['lines'] as readonly { readonly id: string; readonly kind: string }[];
    const line = String(lines.find(({ kind }) => kind === 'carried-in')?.id);
    const { body: explained } = await seller.ask('GET /v1/invoices/{id}/lines/{line}', {
      params: { id, line },
    });

    expect(document['carriedFrom']).toEqual(
      ['2026-01', '2026-02'].map((period) => ({
        ...{ id: closingId('press', monthFrom(period), 1), period, exactAmount: '1' },
      })),
    );
    expect(explained['reason']).toMatch(/^left by earlier months: those of an interval/);
    expect(explained['carried']).toEqual(
      ['2026-02', '2026-01'].map((period) => ({
        ...{
          id: closingId('press', monthFrom(period), 1),
          type: 'statement',
          number: null,
          period,
        },
        ...{ exactAmount: '1', invoicedWith: '2026-03' },
      })),
    );
  });

  it('has late usage of its closed months on that invoice, and is invoiced at once where its last plan has ended', async () => {
    const seller = await aSeller({ reader: aPlan(priced('1')) }, { bounds: null });
    seller.isNow('2026-01-05T00:00:00Z');
    await seller.put('press', { ...body, invoiceInterval: { every: 'year', from: '2026-01' } });
    await seller.uses('app-1', '2026-01-10T00:00:00Z');
    await swept(seller, 2, 2);
    await seller.uses('app-1', '2026-01-20T00:00:00Z');
    const ended = [...plan, { plan: null, from: '2026-03-01' }];
    await seller.put('press', { ...body, plan: ended, invoiceInterval: { every: 'year' } });
    await swept(seller, 3, 6);

    expect(await seller.comesTo('press', '2026-01')).toBe('2');
    expect(await invoiced(seller)).toEqual([['2026-04', '2.00']]);
  });

  it('is invoiced by months again once it has no interval: nothing that is closed changes', async () => {
    const seller = await aSeller({ reader: aPlan(priced('1')) }, { bounds: null });
    seller.isNow('2026-01-05T00:00:00Z');
    await seller.put('press', { ...body, invoiceInterval: { every: 'year' } });
    await seller.uses('app-1', '2026-01-10T00:00:00Z', '2026-02-10T00:00:00Z');
    await swept(seller, 2, 2);
    await seller.put('press', body);
    await swept(seller, 3, 3);

    expect(await invoiced(seller)).toEqual([['2026-02', '2.00']]);
    expect(await checkBooks(seller.billing, 'acme')).toMatchObject({ faults: [] });
  });
});

describe('a customer that is invoiced each year', () => {
  const yearly = aPlan(
    aVersion({
      charges: [{ meter: 'view', model: 'per_unit', unitPrice: '1' }],
      fixedFees: [{ ...advance, amount: '31' }],
    }),
  );
  const from = { plan: [{ plan: 'reader', from: '2026-02-01' }], subjects: ['app-1'] };
  const interval = { invoiceInterval: { every: 'year', from: '2026-02' } };

  async function aYearlyCustomer() {
    const seller = await aSeller({ reader: yearly }, { bounds: null });
    seller.isNow('2026-01-10T09:00:00Z');
    await seller.put('press', { ...from, ...interval });
    await swept(seller, 2, 2);
    return seller;
  }

  it('pays its fees for the year before it begins, which are earned month by month, and its usage after it', async () => {
    const seller = await aYearlyCustomer();
    await seller.uses('app-1', '2026-02-10T00:00:00Z', '2026-09-10T00:00:00Z');

    expect(await invoiced(seller)).toEqual([['2026-01', '372.00']]);
    expect(await balanceOf(seller, 'deferred:')).toEqual(['372']);
    await swept(seller, 3, 5);
    expect(await balanceOf(seller, 'revenue:')).toEqual(['93', '1']);
    expect(await balanceOf(seller, 'deferred:')).toEqual(['279']);
    await swept(seller, 6, 14);

    expect(await invoiced(seller)).toEqual([
      ['2026-01', '372.00'],
      // The usage of the year, and the fees of the next.
      ['2027-01', '374.00'],
    ]);
    expect(await checkBooks(seller.billing, 'acme')).toMatchObject({ faults: [] });
  });

  it('that leaves is given back what it paid for months to come, as each of them is closed', async () => {
    const seller = await aYearlyCustomer();
    await swept(seller, 3, 5);
    seller.isNow('2026-05-10T00:00:00Z');
    const left = [...from.plan, { plan: null, from: '2026-06-01' }];
    await seller.put('press', { ...from, ...interval, plan: left });
    await swept(seller, 6, 14);

    // February to May are earned; for eight months it has a credit.
    expect(await balanceOf(seller, 'revenue:')).toEqual(['124']);
    expect(await balanceOf(seller, 'deferred:')).toEqual([]);
    expect(await balanceOf(seller, 'customers:carry')).toEqual(['248']);
    expect(await checkBooks(seller.billing, 'acme')).toMatchObject({ faults: [] });
  });

  it.each<[string, object]>([
    ['with that interval', interval],
    ['with none any more', {}],
    ['with another by then', { invoiceInterval: { every: 'quarter' } }],
    ['with one that begins with another month by then', { invoiceInterval: { every: 'year' } }],
  ])('that leaves %s is given that back at the rate at which it was charged', async (_, after) => {
    const address = { lines: ['Weg 1'], postalCode: '10115', city: 'Berlin', country: 'DE' };
    const at = (rate: string) => ({
      seller: { name: 'Magazine GmbH', taxNumber: 'DE123456788', address },
      ...{ bounds: null, taxes: { standard: { category: 'S' as const, rate } } },
    });
    const seller = await aSeller({ reader: yearly }, at('19'));
    seller.isNow('2026-01-10T09:00:00Z');
    await seller.put('press', { ...from, ...interval, address });
    await swept(seller, 2, 2);
    await seller.settings(at('20'));
    await swept(seller, 3, 5);
    const plans = [...from.plan, { plan: null, from: '2026-06-01' }];
    await seller.put('press', { ...from, ...after, address, plan: plans });
    await swept(seller, 6, 7);

    expect(await statementOf(seller, '2026-06')).toMatchObject({
      lines: [{ kind: 'adjustment', exactAmount: '-31', taxRate: '19' }],
    });
  });

  it('has each month of the fee explained', async () => {
    const seller = await aYearlyCustomer();
    const [invoice] = await seller.invoices({ period: '2026-01' });
    const asked = { params: { id: invoice?.id ?? '', line: '3' } };

    expect((await seller.ask('GET /v1/invoices/{id}/lines/{line}', asked)).body).toMatchObject({
      reason: 'a fixed fee for 2026-04',
    });
  });
});

describe('an interval of invoices', () => {
  it.each([
    ['of another length', { every: 'week' }],
    ['that begins with no month', { every: 'year', from: '2026-13' }],
  ])('%s is refused', async (_, invoiceInterval) => {
    const seller = await aSeller({ reader: aPlan(priced('1')) });

    expect(await seller.put('press', { ...body, invoiceInterval })).toMatchObject({
      status: 400,
      body: { code: 'request.invalid' },
    });
  });
});
