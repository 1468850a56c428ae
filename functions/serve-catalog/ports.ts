import type { BillingSettings, Plans } from '../../core/billing/ports.ts';
import type { Books } from '../../core/books/books.ts';
import type { Customers } from '../../core/catalog/ports.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import type { MeterCatalogs, Queue } from '../../core/metering/ports.ts';
import type { UsageTotals } from '../../core/metering/totals.ts';

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
