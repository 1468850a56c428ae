import type { Party } from '../contract/invoices/invoice.ts';
import type { Nanos } from '../kernel/money.ts';
import type { TimeZone } from '../kernel/time-zone.ts';
import type { ExchangeRate } from './exchange-rates.ts';
import type { SeriesFormats } from './series-formats.ts';

/** When an invoice is set aside for a person: a total this many times the last one's, and not below `floor`. */
interface Bounds {
  readonly timesLast: bigint;
  readonly floor: Nanos;
}

/** How a tenant invoices. */
export interface InvoicingPolicy {
  readonly seller: Party;
  /** Documents are dated, and due, by its calendar. */
  readonly timeZone: TimeZone;
  readonly series: SeriesFormats;
  readonly notes: readonly string[];
  /** Of documents as CSV. */
  readonly csvSeparator?: 'semicolon';
  /** Of PDFs, by its SHA-256. */
  readonly logo?: string;
  /** Into the currency of the seller's country. */
  readonly exchangeRates?: readonly ExchangeRate[];
  readonly paymentInstructions?: string;
  /** Where an invoice is paid, with places for its `{number}` and `{id}`. */
  readonly paymentLink?: string;
  /** What becomes of a month that comes to nothing: closed without an invoice, or an invoice of zero. */
  readonly zeroAmount: 'close' | 'invoice';
  /** Undefined where nothing is set aside. */
  readonly bounds: Bounds | undefined;
}
