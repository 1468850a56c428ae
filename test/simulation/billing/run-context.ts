import type { PrepareClosings } from '../../../core/billing/ports.ts';
import type { BillingRunPorts, RunNotice } from '../../../core/billing/run/ports.ts';
import type { listUnbilled } from '../../../core/billing/unbilled/list-unbilled.ts';
import type { Books } from '../../../core/books/books.ts';
import type { BooksCells, BooksLog } from '../../../core/books/ports.ts';
import type { Clock } from '../../../core/kernel/clock.ts';
import type { Queue } from '../../../core/kernel/queue.ts';
import type { Quarantine } from '../../../core/metering/quarantine/ports.ts';
import type { RouteHandlers } from '../../../functions/middleware/serve-routes.ts';
import type { CatalogPorts } from '../../../functions/serve-catalog/ports.ts';
import type { Journal } from '../journal.ts';
import type { Network } from '../network.ts';
import type { BatchHandler, Surroundings } from '../run-context.ts';
import type { Process } from '../scheduler.ts';
import type { BillingLedger } from './ledger.ts';
import type { Agreements } from './oracle/agreements.ts';
import type { BillingScenario } from './scenario.ts';
import type { BillingState } from './states.ts';
import type { BillingStores, BillingTables } from './stores.ts';
import type { Usage } from './usage.ts';

/** What one process has to work with: the same ports as in a Lambda, across a network that fails. */
export interface BillingPorts {
  readonly log: BooksLog;
  readonly cells: BooksCells;
  readonly runs: BillingRunPorts['runs'];
  readonly repeats: BillingRunPorts['repeats'];
  readonly scratch: BillingRunPorts['scratch'];
  readonly usageHours: BillingRunPorts['usageHours'];
  readonly tracesMax: number;
  readonly eventsPerMessage: number;
  readonly quarantine: Quarantine;
  /** All that rating reads but the books. */
  readonly rated: Omit<BillingRunPorts['rating'], 'books'>;
  readonly prepare: PrepareClosings;
  readonly billing: Queue;
  readonly later: Queue;
  readonly soon: Queue;
  readonly documents: Queue;
  readonly clock: Clock;
  readonly onNotice: (notice: RunNotice) => void;
  /** Makes the books out of the ports above. */
  readonly booksOn: (ports: {
    readonly log: BooksLog;
    readonly cells: BooksCells;
    readonly clock: Clock;
  }) => Books;
}

/** What people ask of billing, whichever function answers. */
type BillingRoutes = RouteHandlers['ServeInvoices'] &
  RouteHandlers['RecordInvoices'] &
  RouteHandlers['ServeRuns'];

type CatalogRoutes = Pick<RouteHandlers['ServeCatalog'], 'PUT /v1/customers/{key}'>;

/** The functions' cold starts. */
export interface BillingFunctions {
  readonly run: (ports: BillingPorts) => BatchHandler;
  readonly serve: (ports: BillingPorts) => BillingRoutes;
  /** Lists what is not billed. */
  readonly unbilled: typeof listUnbilled;
  readonly catalog: (ports: CatalogPorts) => CatalogRoutes;
}

/** What the parts of one run share. */
export interface BillingContext extends Surroundings {
  readonly scenario: BillingScenario;
  /** What lies between a process and a queue. */
  readonly toQueues: Network;
  readonly journal: Journal<BillingState>;
  readonly stores: BillingStores;
  /** The stores as functions reach them: watched, and with what a planted bug makes of them. */
  readonly tables: BillingTables;
  readonly ledger: BillingLedger;
  /** What is agreed with each tenant's customers. */
  agreementsOf(tenant: string): Agreements;
  readonly usage: Usage;
  readonly functions: BillingFunctions;
  /** Told that a process put a block of the books, or the head that comes after it. */
  wrote(process: Process, what: 'block' | 'head'): void;
  /** The true time, in milliseconds since 1970; every process's clock is a little off it. */
  readonly now: number;
}
