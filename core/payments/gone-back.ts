import { type Books, readDocument } from '../books/books.ts';
import { documentsBefore } from '../books/customer-documents.ts';
import type { RefundDocument, ReversalDocument } from '../books/document.ts';
import type { BooksLog } from '../books/ports.ts';
import type { PaymentAnswer } from '../contract/payments/shapes.ts';
import { currencyText } from '../kernel/money.ts';
import type { PaymentInBooks } from './payment-in-books.ts';

/** A request has to end: of its payer, so many documents are looked at, and so many of what went back are read. */
const most = { lookedAt: 5_000, read: 200 };

/**
 * What of a payment was refunded and reversed, the latest first; neither where nothing was. Left out as a whole where
 * its payer has so many later documents that not all of it is found.
 */
export async function goneBack(
  { books, log }: { readonly books: Books; readonly log: BooksLog },
  tenant: string,
  { document, refunded, reversed }: PaymentInBooks,
): Promise<Pick<PaymentAnswer, 'refunds' | 'reversals'>> {
  let left = refunded + reversed;
  if (left === 0n) return {};
  const found: (RefundDocument | ReversalDocument)[] = [];
  for await (const one of backOf({ books, log }, tenant, document.customer)) {
    if (one.payment !== document.id) continue;
    found.push(one);
    left -= one.amount;
    if (left === 0n) return shown(found);
  }
  return {};
}

/** What went back of a payer's payments, the latest first, as far as it is looked for. */
async function* backOf(
  { books, log }: { readonly books: Books; readonly log: BooksLog },
  tenant: string,
  customer: string,
): AsyncGenerator<RefundDocument | ReversalDocument> {
  let [lookedAt, read] = [0, 0];
  for await (const entry of documentsBefore(books, tenant, { customer, before: undefined })) {
    lookedAt += 1;
    if (lookedAt > most.lookedAt || read >= most.read) return;
    if (entry.kind !== 'refund' && entry.kind !== 'reversal') continue;
    read += 1;
    const found = await readDocument(log, tenant, entry);
    if (found.kind === 'refund' || found.kind === 'reversal') yield found;
  }
}

function shown(
  found: readonly (RefundDocument | ReversalDocument)[],
): Pick<PaymentAnswer, 'refunds' | 'reversals'> {
  const refunds = found.flatMap((one) => (one.kind === 'refund' ? [factOf(one)] : []));
  const reversals = found.flatMap((one) =>
    one.kind === 'reversal' ? [{ ...factOf(one), reason: one.reason }] : [],
  );
  return {
    ...(refunds.length === 0 ? {} : { refunds }),
    ...(reversals.length === 0 ? {} : { reversals }),
  };
}

const factOf = ({
  id,
  amount,
  currency,
  rail,
  reference,
  day: on,
}: RefundDocument | ReversalDocument) => ({
  ...{ id, amount: currencyText(amount, currency), rail, reference, on },
});
