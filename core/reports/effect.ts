import type { BooksDocument } from '../books/document.ts';
import { appliedAtOnce } from '../books/kinds/payment.ts';

/** What a document does to what its payer owes, by what it says of itself and not by what it posts. In nanos. */
export interface Effect {
  /** The invoice whose open amount changes. */
  readonly invoice: string | undefined;
  /** By how much more is receivable. */
  readonly receivable: bigint;
  /** By how much more of the payer's money is applied to nothing. */
  readonly unapplied: bigint;
}

const none: Effect = { invoice: undefined, receivable: 0n, unapplied: 0n };

export function effectOf(document: BooksDocument): Effect {
  switch (document.kind) {
    case 'invoice':
      return { ...none, invoice: document.id, receivable: document.total };
    case 'credit-note':
    case 'void':
      return { ...none, invoice: document.invoice, receivable: -document.total };
    case 'payment': {
      const applied = appliedAtOnce(document);
      const unapplied = document.amount - applied;
      return { invoice: document.invoice, receivable: -applied, unapplied };
    }
    case 'application': {
      const { invoice, amount } = document;
      return { invoice, receivable: -amount, unapplied: -amount };
    }
    case 'refund':
    case 'reversal':
    case 'breakage':
      return { ...none, unapplied: -document.amount };
    case 'write-off':
      return { ...none, invoice: document.invoice, receivable: -document.amount };
    case 'statement':
    case 'reminder':
    case 'pause':
    case 'share':
    case 'share-reversal':
    case 'payee-statement':
    case 'payout':
    case 'payout-settlement':
    case 'payout-return':
    case 'claim':
      return none;
  }
}
