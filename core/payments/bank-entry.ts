import { documentId } from '../books/document.ts';

/**
 * The ids of what an entry of a bank statement is booked as, by what names the entry: whoever is said to have paid it,
 * and whichever payment it is said to take back, it is booked once.
 */
export const bankEntryPaymentId = (entry: string): string =>
  documentId('payment', ['bank-entry', entry]);

export const bankEntryReversalId = (entry: string): string =>
  documentId('reversal', ['bank-entry', entry]);
