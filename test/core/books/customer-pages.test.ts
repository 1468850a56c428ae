import { describe, expect, it } from '@jest/globals';
import { Books } from '../../../core/books/books.ts';
import { checkBooks } from '../../../core/books/check.ts';
import { readCustomer } from '../../../core/books/customer-documents.ts';
import { documentsPerPage, pageKey } from '../../../core/books/customer-pages.ts';
import { keyText } from '../../../core/books/fold.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { InMemoryBooksCells } from '../../fakes/books.ts';
import { Crash } from '../../fakes/failing-books.ts';
import { someBooks } from '../../fixtures/invoicing.ts';
import { close, closed, customer, pay, tenant } from '../../support/long-customer.ts';

describe('the pages of a customer’s documents', () => {
  /** An invoice for each month, then so many payments that none of those invoices is left in the customer's cell. */
  async function someMonths(months: readonly string[]) {
    const some = someBooks(timestampOf(Date.UTC(2020, 0, 2)));
    const invoices: string[] = [];
    for (const [index, month] of months.entries()) {
      invoices.push(await closed(some, month, String(1000 + index * 500)));
    }
    const [first = ''] = invoices;
    for (let n = 0; n < 2 * documentsPerPage; n += 1) await pay(some, first, n);
    return { ...some, invoices };
  }

  it('leave the last invoice that stands to be compared with, however many of later ones are void', async () => {
    const some = await someMonths(['2020-01', '2020-02', '2020-03']);
    const inCell = await readCustomer(some.books, tenant, customer);
    const forgive = (invoice: string | undefined) =>
      voidInvoice(some.books, tenant, {
        invoice: invoice ?? '',
        reason: 'goodwill',
        afterwards: 'forgive',
      });
    await forgive(some.invoices[2]);
    await forgive(some.invoices[1]);

    const surge = await close(some, '2020-04', '3001');
    const calm = await close(some, '2020-04', '3000');

    expect(inCell?.documents.filter(({ kind }) => kind === 'invoice')).toEqual([]);
    expect(surge).toMatchObject({
      status: 'parked',
      reason: {
        detail: expect.stringContaining('30.01 EUR is more than 3 times the last invoice, 10'),
      },
    });
    expect(calm).toMatchObject({ status: 'closed' });
  });

  it('are missed and found wanting by the check', async () => {
    const some = await someMonths(['2020-01']);
    const key = pageKey(customer, 0);
    const [page] = await some.cells.read(tenant, [key]);
    if (page?.value.kind !== 'documents') throw new Error('the first page is full');
    const documents = page.value.documents.toReversed();

    some.cells.remove(tenant, key);
    const missing = await checkBooks(some, tenant);
    await some.cells.put(tenant, key, { ...page, value: { ...page.value, documents } });
    const turned = await checkBooks(some, tenant);

    const code = 'projection-differs';
    const place = keyText(key);
    expect(missing.faults).toMatchObject([{ code, detail: `${place} is missing` }]);
    expect(turned.faults).toMatchObject([
      { code, detail: `${place} is not what the log makes of it` },
    ]);
  });

  it('stand before they are counted: a function that dies in between leaves them to be put again', async () => {
    const some = await someMonths(['2020-01']);
    const before = await readCustomer(some.books, tenant, customer);
    const isCustomer = (kind: string) => kind === 'customer';
    const dying = new Books({
      ...some,
      cells: {
        read: (...read) => some.cells.read(...read),
        put: (of, key, cell) =>
          isCustomer(key.kind) ? Promise.reject(new Crash('died')) : some.cells.put(of, key, cell),
        listPeriod: (...list) => some.cells.listPeriod(...list),
      },
    });
    const [invoice = ''] = some.invoices;
    const left = documentsPerPage - (before?.documents.length ?? 0);
    for (let n = 1; n < left; n += 1) await pay(some, invoice, 1_000 + n);

    const death = pay({ ...some, books: dying }, invoice, 2_000);

    await expect(death).rejects.toThrow(Crash);
    const page = pageKey(customer, before?.pages ?? 0);
    const [put] = await some.cells.read(tenant, [page]);
    const [stale] = await some.cells.read(tenant, [{ kind: 'customer', customer }]);
    expect(put?.value).toMatchObject({ documents: { length: documentsPerPage } });
    expect(stale?.value).toMatchObject({ pages: before?.pages });
    const told = await pay(some, invoice, 2_000);
    expect(told.isNew).toBe(false);
    await some.books.catchUp(tenant);
    const rebuilt = new InMemoryBooksCells();
    await new Books({ ...some, cells: rebuilt }).catchUp(tenant);
    expect(some.cells.snapshot()).toBe(rebuilt.snapshot());
  });

  it('are made again, to the byte, when the head and then one of them and the customer’s cell are deleted', async () => {
    const some = await someMonths(['2020-01']);
    const before = some.cells.snapshot();
    some.cells.remove(tenant, { kind: 'head' });
    some.cells.remove(tenant, pageKey(customer, 1));
    some.cells.remove(tenant, { kind: 'customer', customer });

    await some.books.catchUp(tenant);

    expect(some.cells.snapshot()).toBe(before);
  });
});
