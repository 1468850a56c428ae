import { rfc3339, type Timestamp } from '../kernel/timestamp.ts';
import { contentFrom } from './content.ts';
import type { BooksDocument } from './document.ts';

/**
 * The day on which a document counts, `YYYY-MM-DD`: its own date, in the seller's time zone of then. Payments and voids
 * of before theirs was kept name no zone, and count on the day in UTC.
 */
export const dayOf = (document: BooksDocument): string =>
  keptDayOf(document) ?? utcDay(document.effectiveAt);

function keptDayOf(document: BooksDocument): string | null | undefined {
  switch (document.kind) {
    case 'invoice':
    case 'statement':
    case 'credit-note':
      return contentFrom(document).issueDate;
    case 'void':
    case 'payment':
    case 'application':
    case 'refund':
    case 'reversal':
    case 'breakage':
    case 'write-off':
    case 'reminder':
    case 'pause':
    case 'share':
    case 'share-reversal':
    case 'payee-statement':
    case 'payout':
    case 'payout-settlement':
    case 'payout-return':
    case 'claim':
      return document.day;
  }
}

export const utcDay = (timestamp: Timestamp): string => rfc3339(timestamp).slice(0, 10);
