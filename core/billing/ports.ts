import type { Books } from '../books/books.ts';
import type { BillingSettings, Customers, Plans } from '../catalog/ports.ts';
import type { ClosingRequest } from '../invoicing/close-periods.ts';
import type { Month } from '../kernel/month.ts';
import type { ShardEpoch } from '../metering/log/log-key.ts';
import type { UsageLog } from '../metering/log/ports.ts';
import type { MeterCatalogs } from '../metering/meter-catalogs.ts';
import type { UsageTotals } from '../metering/totals/ports.ts';

/** What a month is rated from. */
export interface RatingPorts {
  readonly customers: Customers;
  readonly plans: Plans;
  readonly settings: BillingSettings;
  readonly catalogs: MeterCatalogs;
  readonly totals: UsageTotals;
  readonly usageLog: UsageLog;
  readonly shardEpochs: readonly ShardEpoch[];
  readonly books: Books;
}

/** A customer's month made ready to be closed, or why it cannot be: nothing prices what was used. */
export type PreparedClosing =
  | { readonly status: 'ready'; readonly customer: string; readonly request: ClosingRequest }
  | { readonly status: 'unpriced'; readonly customer: string; readonly detail: string };

/**
 * Makes customers' months ready, in their order; those of one partition are best asked for together, as what they used
 * is read once. The approval and the overrides of each are the caller's to add.
 * @throws Rejection `billing-settings.not-found`, `customer.not-found`
 */
export type PrepareClosings = (
  ports: RatingPorts,
  tenant: string,
  asked: { readonly customers: readonly string[]; readonly month: Month },
) => Promise<readonly PreparedClosing[]>;
