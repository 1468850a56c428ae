import type { PrepareClosings, RatingPorts } from '../../core/billing/ports.ts';
import type { BillingRuns } from '../../core/billing/run/ports.ts';
import type { Books } from '../../core/books/books.ts';
import type { BooksLog } from '../../core/books/ports.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import type { Queue } from '../../core/kernel/queue.ts';

/** What invoices are recorded with. */
export interface RecordingPorts {
  readonly rating: RatingPorts;
  readonly prepare: PrepareClosings;
  readonly books: Books;
  readonly log: BooksLog;
  readonly runs: BillingRuns;
  /** Told of documents that the books have: see `announceDocuments`. */
  readonly documents: Queue;
  readonly clock: Clock;
}
