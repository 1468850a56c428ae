import type { CreditedLine } from '../books/document.ts';
import type { InvoicingPolicy } from '../catalog/invoicing-policy.ts';
import type { CreditNote, InvoiceLine } from '../contract/invoices/invoice.ts';
import type { Currency } from '../kernel/currency.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { currencyText, type Nanos, nanosText } from '../kernel/money.ts';
import { localDate } from '../kernel/time-zone.ts';
import { rfc3339 } from '../kernel/timestamp.ts';
import type { IssuedInvoice } from '../payments/issued-invoice.ts';
import type { CreditRequest } from './credit-request.ts';
import type { CreditedTax } from './credited-taxes.ts';
import type { Issue } from './invoice-content.ts';
import { creditedNationalTax } from './national-tax.ts';
import { sumOfTaxes } from './taxes.ts';

/** A credit note as issued; seller and buyer are those of the invoice. */
export function creditNoteContent(
  id: string,
  figures: {
    readonly lines: readonly CreditedLine[];
    readonly taxes: readonly CreditedTax[];
    /** What credit notes before took off the invoice's taxes. */
    readonly taxBefore: Nanos;
    readonly subtotal: Nanos;
    readonly total: Nanos;
  },
  from: {
    readonly issued: IssuedInvoice;
    readonly request: CreditRequest;
    readonly policy: InvoicingPolicy;
    readonly issue: Issue;
  },
): CreditNote {
  const { content, document } = from.issued;
  const { currency } = document;
  const { number, series, issuedAt } = from.issue;
  return {
    type: 'credit-note',
    id,
    number,
    series,
    status: 'issued',
    customer: content.customer,
    seller: content.seller,
    buyer: content.buyer,
    ...definedOnly({
      language: content.language,
      buyerReference: content.buyerReference,
      purchaseOrder: content.purchaseOrder,
      csvSeparator: from.policy.csvSeparator,
      logo: content.logo,
      ublProfile: content.ublProfile,
    }),
    currency,
    period: content.period,
    issuedAt: rfc3339(issuedAt),
    issueDate: localDate(issuedAt, from.policy.timeZone),
    corrects: {
      id: content.id,
      number: content.number,
      issueDate: content.issueDate ?? '',
      period: document.period.month,
    },
    reason: from.request.reason,
    lines: figures.lines.map((credited, index) =>
      lineContent(credited, { index, lines: content.lines, currency }),
    ),
    subtotal: currencyText(figures.subtotal, currency),
    taxes: figures.taxes.map(({ tax, base, amount }) => ({
      ...tax,
      base: currencyText(base, currency),
      amount: currencyText(amount, currency),
    })),
    ...nationalTaxOf(content, figures),
    total: currencyText(figures.total, currency),
    notes: from.policy.notes,
  };
}

const nationalTaxOf = (
  { nationalTax: invoiced }: IssuedInvoice['content'],
  { taxes, taxBefore }: { readonly taxes: readonly CreditedTax[]; readonly taxBefore: Nanos },
): Pick<CreditNote, 'nationalTax'> =>
  invoiced === undefined
    ? {}
    : {
        nationalTax: creditedNationalTax(invoiced, {
          before: taxBefore,
          credited: sumOfTaxes(taxes),
        }),
      };

/**
 * A line credited whole has the invoice's quantity and price, one credited in part is a sum of money; both are of the
 * days that the invoice's line is of.
 */
function lineContent(
  { line: id, amount }: CreditedLine,
  from: {
    readonly index: number;
    readonly lines: readonly InvoiceLine[];
    readonly currency: Currency;
  },
): InvoiceLine {
  const text = currencyText(amount, from.currency);
  const original = from.lines.find((line) => line.id === id);
  const facts = {
    id: String(from.index + 1),
    kind: original?.kind ?? 'adjustment',
    description: original?.description ?? '',
    exactAmount: nanosText(amount),
    amount: text,
    correctsLine: id,
    ...definedOnly({
      meter: original?.meter,
      taxCode: original?.taxCode,
      taxCategory: original?.taxCategory,
      taxRate: original?.taxRate,
      period: original?.period,
    }),
  };
  if (original?.amount !== text) return { ...facts, quantity: '1', unitPrice: text };
  const { quantity, unitPrice, unit } = original;
  return { ...facts, quantity, ...definedOnly({ unitPrice, unit }) };
}
