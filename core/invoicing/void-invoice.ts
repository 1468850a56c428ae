import { accountName } from '../books/account.ts';
import type { Books } from '../books/books.ts';
import { carryKey } from '../books/carry-key.ts';
import type { Carry } from '../books/cell.ts';
import {
  type CarryChange,
  documentId,
  type InvoiceDocument,
  type VoidDocument,
} from '../books/document.ts';
import { payerOf } from '../books/kinds/kinds.ts';
import type { Page } from '../books/page.ts';
import { netPostings } from '../books/postings.ts';
import { decimalOf } from '../kernel/decimal.ts';
import { exactOf, exactZero } from '../kernel/exact-amount.ts';
import { invariant } from '../kernel/invariant.ts';
import { exactFromNanos, nanosOf } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import { towardNegative } from '../kernel/rounding.ts';
import { localDate, type TimeZone, utc } from '../kernel/time-zone.ts';
import { freeAllOn } from '../payments/applications.ts';
import { datedAt } from '../payments/dated.ts';
import { type IssuedInvoice, issuedInvoice } from '../payments/issued-invoice.ts';
import { cellsOfDeferred, undonePostings } from './undone-postings.ts';

/** An invoice that must not have been. */
export interface VoidRequest {
  readonly invoice: string;
  readonly reason: string;
  /** `rebill`: the month is billed again, under another number. `forgive`: it stays closed. */
  readonly afterwards: VoidDocument['afterwards'];
  /** The seller's, by which days are told; UTC where left out. */
  readonly timeZone?: TimeZone;
}

/**
 * Voids an invoice, once; its number stays taken. What was carried into it is carried again, what it carried on is
 * taken back. What was paid of it is unapplied money of the payer from then on, and nothing of it is written off.
 * @throws Rejection `invoice.not-found`, `invoice.already-void` where that was for another reason or with another end,
 * or `invoice.already-paid` when something was credited: then only a credit note corrects it.
 */
export async function voidInvoice(
  books: Books,
  tenant: string,
  request: VoidRequest,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const { invoice } = request;
  const id = documentId('void', [invoice]);
  const { document } = issuedInvoice(
    await books.read(tenant, { cells: [], originals: [invoice] }),
    invoice,
  );
  const payer = payerOf(document);
  invariant(payer !== undefined, 'an invoice has a payer');
  const customer = { kind: 'customer', customer: payer } as const;
  return books.record(tenant, {
    cells: [customer, ...cellsOfDeferred(document)],
    originals: [invoice, id],
    decide: (page) => {
      const issued = issuedInvoice(page, invoice);
      const known = page.originals.get(id);
      if (known?.kind === 'void') {
        refuseOtherVoid(request, known, issued);
        return { id, isNew: false };
      }
      refuseCredited(issued);
      const dated = datedAt(page.recordedAt, request.timeZone ?? utc);
      freeAllOn(issued.document, { page, dated, cause: id });
      const carry = page.at(customer)?.carry ?? [];
      page.add(voidDocument(id, request, { invoice: issued.document, carry, page }));
      return { id, isNew: true };
    },
  });
}

function refuseOtherVoid(
  { reason, afterwards }: VoidRequest,
  known: VoidDocument,
  { document }: IssuedInvoice,
): void {
  if (reason === known.reason && afterwards === known.afterwards) return;
  throw new Rejection(
    'invoice.already-void',
    `leave ${document.number} as it is: it is void, to ${known.afterwards}, because ${known.reason}`,
  );
}

function refuseCredited({ document, state }: IssuedInvoice): void {
  if (state.creditNotes.length === 0) return;
  throw new Rejection(
    'invoice.already-paid',
    `correct ${document.number} by another credit note: it has ${state.creditNotes.length} already, and cannot be void any more`,
  );
}

function voidDocument(
  id: string,
  { invoice: invoiceId, reason, afterwards, timeZone = utc }: VoidRequest,
  from: {
    readonly invoice: InvoiceDocument;
    readonly carry: readonly Carry[];
    readonly page: Page;
  },
): VoidDocument {
  const { invoice, carry, page } = from;
  const { customer, currency } = invoice;
  const changes = invoice.carry.map((change) =>
    undone(
      change,
      carry.find((one) => one.currency === currency && carryKey(one) === carryKey(change)),
    ),
  );
  const wholeNanos = changes.reduce((sum, { wholeNano }) => sum + wholeNano, 0n);
  return {
    kind: 'void',
    id,
    customer,
    currency,
    recordedAt: page.recordedAt,
    effectiveAt: page.recordedAt,
    postings: netPostings([
      ...undonePostings(invoice, afterwards, page),
      { account: accountName({ kind: 'carry', customer }), currency, amount: nanosOf(wholeNanos) },
      {
        account: accountName({ kind: 'revenue', source: { of: 'other', key: 'residue' } }),
        currency,
        amount: nanosOf(-wholeNanos),
        service: invoice.period.month,
      },
    ]),
    invoice: invoiceId,
    invoiceNumber: invoice.number,
    day: localDate(page.recordedAt, timeZone),
    afterwards,
    reason,
    period: invoice.period,
    attempt: invoice.attempt,
    billed:
      afterwards === 'forgive'
        ? []
        : invoice.billed.map((change) => ({
            ...change,
            quantity: decimalOf(-change.quantity),
            exact: exactOf(-change.exact),
          })),
    recognised: invoice.recognised,
    carry: changes.map(({ change }) => change),
    subtotal: invoice.subtotal,
    total: invoice.total,
  };
}

/**
 * What is carried now with one change taken back. The residue below a nano may pass a whole one in doing so, up or
 * down; that nano then moves to the carry account, or from it.
 */
function undone(
  { taxCode, taxed, in: before, out: after, residueIn, residueOut }: CarryChange,
  now: Carry | undefined,
): { readonly change: CarryChange; readonly wholeNano: bigint } {
  const amount = now?.amount ?? nanosOf(0n);
  const residue = now?.residue ?? exactZero;
  const restored = residue + residueIn - residueOut;
  const nano = exactFromNanos(nanosOf(1n));
  const wholeNano = towardNegative(restored, nano);
  return {
    change: {
      taxCode,
      in: amount,
      out: nanosOf(amount + before - after + wholeNano),
      residueIn: residue,
      residueOut: exactOf(restored - wholeNano * nano),
      ...(taxed === undefined ? {} : { taxed }),
    },
    wholeNano,
  };
}
