import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type JournalFormat, journalPage } from '../../../core/books/export/export-journal.ts';
import { movePayment } from '../../../core/payments/move-payment.ts';
import { refundPayment } from '../../../core/payments/refund-payment.ts';
import { reversePayment } from '../../../core/payments/reverse-payment.ts';
import { writeOffInvoice } from '../../../core/payments/write-off-invoice.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { invoiceOf, invoicesOf, tenant } from '../../support/a-payer-in-books.ts';
import { itWith } from '../../support/outside-programs.ts';
import { ranOutside } from '../../support/ran-outside.ts';

const other = 'a:b  c; "x"';

/** Books in which money comes, is applied, goes back, is taken back, moves, and is not hoped for. */
async function moneyBooks() {
  const world = await invoicesOf(['10', '20']);
  const [first = '', second = ''] = world.invoices;
  const { books, time } = world;
  await invoiceOf(world, { month: 1, amount: '3', customer: other });
  const { id: payment } = await world.pay({ amount: nanos('50') });
  const asked = { payment, reference: 'R-1' };
  await refundPayment(books, tenant, {
    ...{ ...asked, rail: 'bank', amount: nanos('5'), refundedAt: time.now },
  });
  await movePayment(books, tenant, { ...asked, payer: other, amount: nanos('4') });
  await reversePayment(books, tenant, {
    ...{ ...asked, amount: nanos('25'), reason: 'chargeback', reversedAt: time.now },
  });
  await writeOffInvoice(books, tenant, { invoice: second, reason: 'insolvent', key: 'k' });
  await world.pay({ amount: nanos('2'), apply: [{ invoice: second }], reference: 'late' });
  return { ...world, first, second };
}

const { books, log } = await moneyBooks();
const folder = mkdtempSync(join(tmpdir(), 'farthing-money-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function textOf(format: JournalFormat): Promise<string> {
  const asked = { format, after: undefined, bytesMax: Number.POSITIVE_INFINITY };
  return (await journalPage({ books, log }, tenant, asked)).text;
}

async function fileOf(format: JournalFormat): Promise<string> {
  const file = join(folder, `books.${format}`);
  writeFileSync(file, await textOf(format));
  return file;
}

describe('the journal of money', () => {
  it('names the payment, the invoice, the rail and the reference of each entry', async () => {
    const lines = (await textOf('json')).trimEnd().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);

    expect(new Set(entries.map(({ kind }) => kind))).toEqual(
      new Set(['invoice', 'payment', 'application', 'refund', 'reversal', 'write-off']),
    );
    expect(entries.find(({ kind }) => kind === 'application')).toMatchObject({
      ...{ rail: 'bank', reference: 'r', invoiceNumber: 'INV-2027-000001' },
      payment: expect.stringMatching(/^pay_/),
    });
    expect(entries.find(({ kind }) => kind === 'reversal')).toMatchObject({ reason: 'chargeback' });
  });

  itWith('hledger', 'passes hledger check --strict', async () => {
    const args = ['check', '--strict', '-f', await fileOf('hledger')];
    const { status, stderr } = ranOutside('hledger', args);

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  itWith('ledger', 'is read by Ledger, and comes to nothing in sum', async () => {
    const args = ['--pedantic', '-f', await fileOf('hledger'), 'balance'];
    const { status, stderr, stdout } = ranOutside('ledger', args);

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/bad-debt:write-off/);
    expect(stdout.trimEnd()).toMatch(/\n\s*0$/);
  });

  itWith('bean-check', 'passes bean-check', async () => {
    const { status, stderr } = ranOutside('bean-check', [await fileOf('beancount')]);

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
