import type { Books } from '../books/books.ts';
import type { CellKey } from '../books/cell.ts';
import type { Page } from '../books/page.ts';
import { type PaymentInBooks, paymentInBooks, readPayment } from './payment-in-books.ts';

/** Each time, the payment was applied to another invoice meanwhile. */
const ATTEMPTS_MAX = 50;

/**
 * Decides with a payment, the invoices that it is applied to, and what else is asked for; looks again where it is
 * applied to another invoice by then.
 * @throws Rejection `payment.not-found`
 */
export async function decideOnPayment<Outcome>(
  books: Books,
  tenant: string,
  asked: {
    readonly payment: string;
    readonly originals: readonly string[];
    readonly cells?: readonly CellKey[];
  },
  decide: (page: Page, payment: PaymentInBooks) => Outcome,
): Promise<Outcome> {
  const { payment, originals, cells = [] } = asked;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const { applied } = await readPayment(books, tenant, payment);
    const invoices = applied.map(({ invoice }) => invoice);
    const decided = await books.record(tenant, {
      cells,
      originals: [...new Set([payment, ...originals, ...invoices])],
      decide: (page) => {
        const found = paymentInBooks(page, payment);
        if (found.applied.some(({ invoice }) => !page.originals.has(invoice))) return undefined;
        return { outcome: decide(page, found) };
      },
    });
    if (decided !== undefined) return decided.outcome;
  }
  throw new Error(`gave up deciding on ${payment}: what it is applied to does not stand still`);
}

/** What recording a fact about a payment comes to. */
export interface RecordedFact {
  readonly id: string;
  readonly isNew: boolean;
}
