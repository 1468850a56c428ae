import type { PrepareClosings, RatingPorts } from '../../core/billing/ports.ts';
import type { BillingRuns } from '../../core/billing/run-ports.ts';
import type { Books } from '../../core/books/books.ts';
import type { BooksCells, BooksLog } from '../../core/books/ports.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import type { Queue } from '../../core/metering/ports.ts';

/** What invoices and billing runs are answered from. */
export interface InvoicesPorts {
  readonly rating: RatingPorts;
  readonly prepare: PrepareClosings;
  readonly books: Books;
  readonly log: BooksLog;
  readonly cells: BooksCells;
  readonly runs: BillingRuns;
  readonly billing: Queue;
  readonly clock: Clock;
}
