import type { CreditedLine } from '../books/document.ts';

/** What of an invoice is to be taken off again. */
export interface CreditRequest {
  readonly invoice: string;
  /** The caller's word for this correction: the same word is the same credit note. */
  readonly key: string;
  readonly reason: string;
  /** Without tax, of the sign of the line; undefined for all that has not been credited yet. */
  readonly lines: readonly CreditedLine[] | undefined;
}
