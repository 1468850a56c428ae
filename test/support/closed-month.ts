import type { ClosingDocument } from '../../core/books/document.ts';
import type { Invoice, Statement } from '../../core/contract/invoices/invoice.ts';
import type { ClosingOutcome } from '../../core/invoicing/close-periods.ts';

/** What closed a month; a month that is not closed fails the test. */
export function documentOf(outcome: ClosingOutcome | undefined): ClosingDocument {
  if (outcome?.status !== 'closed') throw new Error(`not closed: ${JSON.stringify(outcome)}`);
  return outcome.document;
}

export const invoiceOf = (outcome: ClosingOutcome | undefined): Invoice =>
  JSON.parse(documentOf(outcome).content) as Invoice;

export const statementOf = (outcome: ClosingOutcome | undefined): Statement =>
  JSON.parse(documentOf(outcome).content) as Statement;
