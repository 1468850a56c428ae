import { describe, expect, it } from '@jest/globals';
import { aPlan } from '../fixtures/plans.ts';
import { aSeller, priced } from '../support/a-seller.ts';

const route = 'GET /v1/customers/{key}/documents';

/** Two months that a quarter carries, its invoice, a payment of it, and the month after. */
async function aQuarter() {
  const seller = await aSeller({ reader: aPlan(priced('1')) }, { bounds: null });
  seller.isNow('2026-01-05T00:00:00Z');
  await seller.put('press', {
    ...{ subjects: ['app-1'], plan: [{ plan: 'reader', from: '2026-01-01' }] },
    invoiceInterval: { every: 'quarter' },
  });
  await seller.uses('app-1', '2026-01-10T00:00:00Z', '2026-02-10T00:00:00Z');
  await seller.uses('app-1', '2026-03-10T00:00:00Z');
  for (const month of ['02', '03', '04']) {
    seller.isNow(`2026-${month}-03T09:00:00Z`);
    await seller.sweep();
  }
  const listed = async (query: Readonly<Record<string, string>> = {}, key = 'press') => {
    const { body } = await seller.ask(route, { params: { key }, query });
    return body as { documents: Readonly<Record<string, unknown>>[]; nextCursor?: string };
  };
  return { ...seller, listed };
}

describe('the documents of a customer', () => {
  it('are what closed its months, the latest first, with what is owed and carried', async () => {
    const { listed } = await aQuarter();

    const { documents } = await listed();

    expect(documents).toMatchObject([
      { kind: 'invoice', period: '2026-03', receivable: '3', carry: '-2' },
      { kind: 'statement', period: '2026-02', receivable: '0', carry: '1' },
      { kind: 'statement', period: '2026-01', receivable: '0', carry: '1' },
    ]);
  });

  it('are its statements alone where they are asked for, each with why there is no invoice', async () => {
    const { listed } = await aQuarter();

    const { documents, nextCursor } = await listed({ kind: 'statement' });

    expect(nextCursor).toBeUndefined();
    expect(documents).toMatchObject(
      ['2026-02', '2026-01'].map((period) => ({
        ...{ kind: 'statement', period, currency: 'EUR' },
        ...{ reason: 'within-interval', invoicedWith: '2026-03' },
      })),
    );
  });

  it('have payments, by the invoice that they are of', async () => {
    const { ask, listed } = await aQuarter();
    const [{ id = '', number = '' } = {}] = (await listed({ kind: 'invoice' })).documents;
    await ask('POST /v1/invoices/{id}/payments', {
      params: { id: String(id) },
      body: { rail: 'bank', reference: 'DE-1', amount: '3' },
      headers: { 'content-type': 'application/json' },
    });

    const [payment] = (await listed()).documents;

    expect(payment).toMatchObject({
      ...{ kind: 'payment', receivable: '-3', carry: '0', invoice: id, invoiceNumber: number },
      ...{ rail: 'bank', reference: 'DE-1' },
    });
  });

  it.each([[{}], [{ kind: 'statement' }]])(
    'come a page at a time, all of them once, of %j',
    async (asked) => {
      const { listed } = await aQuarter();
      const whole = (await listed(asked)).documents;

      const paged = [];
      for (let cursor: string | undefined, pages = 0; pages < 10; pages += 1) {
        const page = await listed({
          ...asked,
          limit: '1',
          ...(cursor === undefined ? {} : { cursor }),
        });
        paged.push(...page.documents);
        cursor = page.nextCursor;
        if (cursor === undefined) break;
      }

      expect(paged).toEqual(whole);
    },
  );

  it('are none of one that was not billed yet, and refused of one that nobody knows', async () => {
    const { put, listed, ask } = await aQuarter();
    await put('new', { subjects: ['app-9'] });

    expect(await listed({}, 'new')).toEqual({ documents: [] });
    expect(await listed({}, 'subject:app-7')).toEqual({ documents: [] });
    expect(await ask(route, { params: { key: 'pres' } })).toMatchObject({
      ...{ status: 404, body: { code: 'customer.not-found' } },
    });
  });
});
