import type { Repeats, TraceScratch } from '../../../core/billing/repeats/ports.ts';
import type { BillingRuns } from '../../../core/billing/run/ports.ts';
import type { BooksCells, BooksLog } from '../../../core/books/ports.ts';
import type { BillingSettings, Customers, Plans } from '../../../core/catalog/ports.ts';
import type { MeterCatalogs } from '../../../core/metering/meter-catalogs.ts';
import type { Quarantine } from '../../../core/metering/quarantine/ports.ts';
import { inMemoryBillingRuns } from '../../fakes/billing-runs.ts';
import { inMemoryBillingSettings } from '../../fakes/billing-settings.ts';
import { InMemoryBooksCells, InMemoryBooksLog } from '../../fakes/books.ts';
import { inMemoryCustomers } from '../../fakes/customers.ts';
import { inMemoryMeterCatalogs } from '../../fakes/meter-catalogs.ts';
import { inMemoryPlans } from '../../fakes/plans.ts';
import { inMemoryQuarantine } from '../../fakes/quarantine.ts';
import { inMemoryRepeats, inMemoryTraceScratch } from '../../fakes/repeats.ts';
import { InMemoryUsageLog } from '../../fakes/usage-log.ts';
import { InMemoryUsageTotals } from '../../fakes/usage-totals.ts';
import { SimulatedQueue } from '../queue.ts';

/** The tables that billing writes, as far as functions see them. */
export interface BillingTables {
  readonly log: BooksLog;
  readonly cells: BooksCells;
  readonly runs: BillingRuns;
  readonly repeats: Repeats;
  readonly scratch: TraceScratch;
}

/** Everything that outlives a process. */
export interface BillingStores {
  readonly log: InMemoryBooksLog;
  readonly cells: InMemoryBooksCells;
  readonly runs: BillingRuns;
  readonly repeats: Repeats;
  readonly scratch: TraceScratch;
  readonly quarantine: Quarantine;
  readonly customers: Customers;
  readonly plans: Plans;
  readonly settings: BillingSettings;
  readonly catalogs: MeterCatalogs;
  readonly usageLog: InMemoryUsageLog;
  readonly totals: InMemoryUsageTotals;
  readonly queues: { readonly billing: SimulatedQueue; readonly documents: SimulatedQueue };
}

/** Empty stores; a page of the books holds so many blocks. */
export const emptyBillingStores = (booksPageMax: number): BillingStores => ({
  log: new InMemoryBooksLog(booksPageMax),
  cells: new InMemoryBooksCells(),
  runs: inMemoryBillingRuns(),
  repeats: inMemoryRepeats(),
  scratch: inMemoryTraceScratch(),
  quarantine: inMemoryQuarantine(),
  customers: inMemoryCustomers(),
  plans: inMemoryPlans(),
  settings: inMemoryBillingSettings(),
  catalogs: inMemoryMeterCatalogs(),
  usageLog: new InMemoryUsageLog(),
  totals: new InMemoryUsageTotals(),
  queues: { billing: new SimulatedQueue('billing'), documents: new SimulatedQueue('documents') },
});
