import type { PrepareClosings, RatingPorts } from '../../core/billing/ports.ts';
import type { BillingRuns } from '../../core/billing/run/ports.ts';
import type { Books } from '../../core/books/books.ts';
import type { BooksCells, BooksLog } from '../../core/books/ports.ts';
import type { KeepingPorts } from '../../core/documents/keep-documents.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import type { Queue } from '../../core/metering/ports.ts';

/** What invoices and billing runs are answered from. */
export interface InvoicesPorts extends KeepingPorts {
  readonly rating: RatingPorts;
  readonly prepare: PrepareClosings;
  readonly books: Books;
  readonly log: BooksLog;
  readonly cells: BooksCells;
  readonly runs: BillingRuns;
  readonly billing: Queue;
  /** Told of documents that the books have: see `announceDocuments`. */
  readonly documents: Queue;
  readonly clock: Clock;
}
