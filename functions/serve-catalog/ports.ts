import type { Books } from '../../core/books/books.ts';
import type { BillingSettings, Customers, Plans } from '../../core/catalog/ports.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import type { Queue } from '../../core/kernel/queue.ts';
import type { MeterCatalogs } from '../../core/metering/meter-catalogs.ts';
import type { UsageTotals } from '../../core/metering/totals/ports.ts';

/** What the catalog is kept in. */
export interface CatalogPorts {
  readonly catalogs: MeterCatalogs;
  readonly customers: Customers;
  readonly totals: UsageTotals;
  readonly backfill: Queue;
  readonly plans: Plans;
  readonly settings: BillingSettings;
  readonly books: Books;
  readonly clock: Clock;
}
