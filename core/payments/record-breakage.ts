import { accountName } from '../books/account.ts';
import type { Books } from '../books/books.ts';
import { documentId } from '../books/document.ts';
import { netPostings } from '../books/postings.ts';
import { type Nanos, nanosOf, nanosPerMinorUnit } from '../kernel/money.ts';
import type { TimeZone } from '../kernel/time-zone.ts';
import { datedAt } from './dated.ts';
import { decideOnPayment } from './decide-on-payment.ts';

/** What was bought for a wallet, and has ended. */
export interface BreakageRequest {
  readonly payment: string;
  readonly grant: string;
  /** What is left of it. */
  readonly left: Nanos;
  /** The seller's. */
  readonly timeZone: TimeZone;
}

/**
 * Books what is left of a grant that has ended as earned, once: in whole minor units, and no more than no invoice has
 * used. Of nothing there is no document.
 * @throws Rejection `payment.not-found`
 */
export async function recordBreakage(
  books: Books,
  tenant: string,
  { payment, grant, left, timeZone }: BreakageRequest,
): Promise<void> {
  const id = documentId('breakage', [payment, grant]);
  await decideOnPayment(books, tenant, { payment, originals: [id] }, (page, found) => {
    if (page.originals.has(id)) return;
    const { customer, currency } = found.document;
    const most = left < found.unapplied ? left : found.unapplied;
    const amount = nanosOf(most - (most % nanosPerMinorUnit(currency)));
    if (amount <= 0n) return;
    const source = { of: 'other', key: 'breakage' } as const;
    const { effectiveAt, day } = datedAt(page.recordedAt, timeZone);
    page.add({
      ...{ kind: 'breakage', id, customer, currency, payment, grant, amount, day },
      ...{ recordedAt: page.recordedAt, effectiveAt },
      postings: netPostings([
        { account: accountName({ kind: 'unapplied', customer }), currency, amount },
        {
          account: accountName({ kind: 'revenue', source }),
          currency,
          amount: nanosOf(-amount),
        },
      ]),
    });
  });
}
