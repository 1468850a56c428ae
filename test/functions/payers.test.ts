import { describe, expect, it } from '@jest/globals';
import { booksOperations } from '../../core/contract/books/operations.ts';
import { serveRoutes } from '../../functions/middleware/serve-routes.ts';
import { serveBooks } from '../../functions/serve-books/serve-books.ts';
import { someSettings } from '../fixtures/plans.ts';
import { asking } from '../support/ask.ts';
import { aTenant, billed, interfaceOf, viewsOf } from '../support/billed-tenant.ts';
import { catalogPorts } from '../support/catalog-ports.ts';
import { catalogHandler } from '../support/changing-handlers.ts';
import { use } from '../support/some-billing.ts';

const stranger = 'subject:stranger/7 é';
const usual = viewsOf('stranger/7 é', 3);

/**
 * January of two customers with a profile and of a subject that pays for itself, billed; and all that can be asked of
 * it.
 */
async function aBilledStranger() {
  const billing = await aTenant({ settings: someSettings({ defaultPlan: 'dear' }) });
  await use(billing, [...viewsOf('app-1', 8), ...usual]);
  await billed(billing);
  const invoices = interfaceOf(billing);
  const books = asking(serveRoutes('ServeBooks', booksOperations, serveBooks(billing)));
  return { billing, invoices, books };
}

describe('a subject that pays for itself', () => {
  it('has its invoices listed, and no others with them', async () => {
    const { invoices } = await aBilledStranger();

    const { body } = await invoices('GET /v1/invoices', { query: { customer: stranger } });

    expect(body['invoices']).toMatchObject([{ customer: stranger, total: '0.75' }]);
  });

  it('has its accounts, and entries in them', async () => {
    const { books } = await aBilledStranger();

    const { body } = await books('GET /v1/accounts', { query: { customer: stranger } });
    const accounts = body['accounts'] as readonly { account: string; balance: string }[];
    const account = accounts.find(({ balance }) => balance === '0.75')?.account ?? '';
    const entries = await books('GET /v1/accounts/{account}/entries', { params: { account } });

    expect(account).toMatch(/^customer:subject.+:receivable$/);
    expect(entries.body['entries']).toMatchObject([
      { kind: 'invoice', customer: stranger, amount: '0.75' },
    ]);
  });

  it('stands in the billing run, whose month is done', async () => {
    const { invoices } = await aBilledStranger();

    const { body } = await invoices('GET /v1/billing-runs/{period}', {
      params: { period: '2026-01' },
      query: { status: 'closed' },
    });

    expect(body).toMatchObject({ status: 'done' });
    expect(body['customers']).toContainEqual(expect.objectContaining({ customer: stranger }));
  });

  it('has a preview of the next month', async () => {
    const { billing, invoices } = await aBilledStranger();
    await use(billing, viewsOf('stranger/7 é', 2, '2026-02-01'));

    const { body } = await invoices('GET /v1/customers/{key}/preview', {
      params: { key: stranger },
      query: { period: '2026-02' },
    });

    expect(body).toMatchObject({ type: 'invoice', customer: stranger, total: '0.50' });
  });

  it('has each line explained', async () => {
    const { invoices } = await aBilledStranger();
    const listed = await invoices('GET /v1/invoices', { query: { customer: stranger } });
    const [invoice] = listed.body['invoices'] as readonly { id: string }[];

    const { body } = await invoices('GET /v1/invoices/{id}/lines/{line}', {
      params: { id: invoice?.id ?? '', line: '1' },
    });

    expect(body).toMatchObject({ invoice: { customer: stranger }, usage: { quantity: '3' } });
  });

  it('appears in the journal and in a dry run', async () => {
    const { billing, books, invoices } = await aBilledStranger();
    const journal = await books('GET /v1/books');
    await use(billing, viewsOf('another', 1));

    const dry = await invoices('POST /v1/billing-runs', {
      body: { period: '2026-01', dryRun: true },
      headers: { 'content-type': 'application/json' },
    });

    expect(journal.body['documents']).toContainEqual(
      expect.objectContaining({ customer: stranger, kind: 'invoice' }),
    );
    expect(dry.body['drafts']).toContainEqual(
      expect.objectContaining({ customer: 'subject:another' }),
    );
  });

  it('is no customer, and no customer can be put under its key', async () => {
    const { billing } = await aBilledStranger();
    const catalog = asking(catalogHandler(catalogPorts({ ...billing.rating })));

    const answer = await catalog('PUT /v1/customers/{key}', {
      params: { key: 'subject:stranger' },
      body: { name: 'Stranger' },
    });

    expect(answer).toMatchObject({ status: 400, body: { code: 'request.bad-key' } });
  });

  it.each(['subject:', 'subjec:a', 'a b', `subject:${'x'.repeat(1_100)}`])(
    'is not %p, which is no payer’s key',
    async (customer) => {
      const { invoices, books } = await aBilledStranger();

      const listed = await invoices('GET /v1/invoices', { query: { customer } });
      const accounts = await books('GET /v1/accounts', { query: { customer } });

      for (const { status, body } of [listed, accounts]) {
        expect([status, body['param']]).toEqual([400, 'customer']);
      }
    },
  );
});
