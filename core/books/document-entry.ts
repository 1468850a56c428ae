import type { Currency } from '../kernel/currency.ts';
import type { Month } from '../kernel/month.ts';
import type { BooksDocument } from './document.ts';

/** A place in the log: the block's number and the document's index in it, from 0. */
export interface DocumentPlace {
  readonly seq: number;
  readonly index: number;
}

/** Less than zero where `a` is before `b` in the log, 0 where they are the same place. */
export const placeOrder = (a: DocumentPlace, b: DocumentPlace): number =>
  a.seq === b.seq ? a.index - b.index : a.seq - b.seq;

/** One document of a customer, or of a payee, in short. */
export interface DocumentEntry extends DocumentPlace {
  readonly id: string;
  readonly kind: BooksDocument['kind'];
  /**
   * The month that it closed, or of which it made the invoice void; of a payee's, the one whose cell of the payee it
   * changes.
   */
  readonly period?: Month;
  readonly currency: Currency;
}
