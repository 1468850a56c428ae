import type { Books } from '../books/books.ts';
import type { Customers } from '../catalog/ports.ts';
import type { PlanBody } from '../contract/catalog/plan-shapes.ts';
import type { SettingsBody } from '../contract/catalog/settings-shapes.ts';
import type { ClosingRequest } from '../invoicing/close-periods.ts';
import type { InvoicingPolicy, TaxTreatment } from '../invoicing/terms.ts';
import type { PutOutcome } from '../kernel/log.ts';
import type { ShardEpoch } from '../metering/log/log-key.ts';
import type { UsageLog } from '../metering/log/ports.ts';
import type { MeterCatalogs } from '../metering/meter-catalogs.ts';
import type { UsageTotals } from '../metering/totals/ports.ts';

/** A plan as it was sent, under its key. `planFrom` makes a `Plan` of the body. */
export interface PlanRecord {
  readonly key: string;
  /** How many times it was put. */
  readonly revision: number;
  readonly body: PlanBody;
}

/** Where plans are kept. A put is conditional on the revision before it (none for revision 1). */
export interface Plans {
  /** Strongly consistent. */
  get(tenant: string, key: string): Promise<PlanRecord | undefined>;
  put(tenant: string, record: PlanRecord): Promise<PutOutcome>;
  /** Records with a key past `after`, by key; `more` when there may be others. */
  list(
    tenant: string,
    page: { readonly after: string; readonly limit: number },
  ): Promise<{ readonly records: readonly PlanRecord[]; readonly more: boolean }>;
}

/** A tenant's billing settings as they were sent. */
export interface SettingsRecord {
  readonly tenant: string;
  readonly revision: number;
  readonly body: SettingsBody;
}

/** Where billing settings are kept: whoever has some is billed. Puts are conditional as those of plans. */
export interface BillingSettings {
  /** Strongly consistent. */
  get(tenant: string): Promise<SettingsRecord | undefined>;
  put(record: SettingsRecord): Promise<PutOutcome>;
  /** Tenants past `after`, by name; `more` when there may be others. */
  listTenants(page: {
    readonly after: string;
    readonly limit: number;
  }): Promise<{ readonly tenants: readonly string[]; readonly more: boolean }>;
}

/** How a tenant is billed. */
export interface TenantBilling {
  readonly policy: InvoicingPolicy;
  /** Whether a person approves each draft before it is issued. */
  readonly needsApproval: boolean;
  /** The plan of whoever has none of its own: then every subject that nobody pays for is a customer by itself. */
  readonly defaultPlan: string | undefined;
  /** From the end of a period, in the customer's zone, until it is closed. */
  readonly graceMilliseconds: number;
  readonly paymentTermsDays: number;
  /** By tax code, where the customer says nothing else. */
  readonly taxes: ReadonlyMap<string, TaxTreatment>;
}

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
 * @throws Rejection `billing-settings.not-found`, `customer.not-found`, `period.malformed`
 */
export type PrepareClosings = (
  ports: RatingPorts,
  tenant: string,
  asked: { readonly customers: readonly string[]; readonly period: string },
) => Promise<readonly PreparedClosing[]>;
