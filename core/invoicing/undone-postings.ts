import { deferredMonths, earnedAccount, isDeferred } from '../books/deferred.ts';
import type { InvoiceDocument, VoidDocument } from '../books/document.ts';
import type { Posting } from '../books/document-head.ts';
import type { Page } from '../books/page.ts';
import { nanosOf } from '../kernel/money.ts';
import type { Month } from '../kernel/month.ts';

/** The cells of the months of which an invoice defers something: a correction of it asks whether they are closed. */
export const cellsOfDeferred = ({ customer, postings }: InvoiceDocument) =>
  deferredMonths(postings).map((month) => ({ kind: 'period', month, customer }) as const);

/** Whether an invoice's revenue of a month waits on an account of what is deferred: the month is not closed. */
export const isWaiting = (
  { customer, postings }: InvoiceDocument,
  { account, month }: { readonly account: string; readonly month: Month },
  page: Page,
): boolean =>
  postings.some((posting) => posting.account === account && posting.service === month) &&
  page.at({ kind: 'period', month, customer })?.closedBy === undefined;

/**
 * An invoice's postings with their signs turned. What it deferred of a month that is closed since was earned by that,
 * and is taken from revenue. What it earned of its own month that was charged before: where that is billed again, it is
 * deferred again; where not, it stays earned, as the invoice that charged it stands.
 */
export function undonePostings(
  invoice: InvoiceDocument,
  afterwards: VoidDocument['afterwards'],
  page: Page,
): readonly Posting[] {
  return invoice.postings.flatMap((posting): readonly Posting[] => {
    const { account, amount, service } = posting;
    const turned = { ...posting, amount: nanosOf(-amount) };
    if (service === undefined || !isDeferred(account)) return [turned];
    const earned = { ...turned, account: earnedAccount(account) };
    // Turned with all other revenue, which has it with the other sign.
    if (service === invoice.period.month) return [afterwards === 'forgive' ? earned : turned];
    return [isWaiting(invoice, { account, month: service }, page) ? turned : earned];
  });
}
