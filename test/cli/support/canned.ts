import type { InvoiceLine } from '../../../core/contract/invoices/invoice.ts';
import { aLine, anInvoice } from '../../core/documents/a-document.ts';

/** Answers as the interface gives them, for tests of what is made of them. */

export const january = {
  start: '2026-01-01T00:00:00Z',
  end: '2026-02-01T00:00:00Z',
  timezone: 'UTC',
  firstDay: '2026-01-01',
  lastDay: '2026-01-31',
};

/** As `GET /v1/invoices/{id}` answers an invoice of such lines; `reasons` are theirs. */
export function answeredInvoice(
  number: string,
  lines: readonly (Partial<InvoiceLine> & { readonly reason: string })[],
) {
  const invoice = anInvoice({
    number,
    customer: 'press',
    period: january,
    lines: lines.map(({ reason: _, ...line }, index) => aLine({ ...line, id: `${index + 1}` })),
  });
  return {
    ...invoice,
    documents: {
      pdf: `/v1/invoices/${invoice.id}?format=pdf`,
      csv: `/v1/invoices/${invoice.id}?format=csv`,
    },
    reasons: lines.map(({ reason }) => reason),
  };
}
