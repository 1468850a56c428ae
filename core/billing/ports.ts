import type { Books } from '../books/books.ts';
import type { BillingSettings, CustomersRead, Plans } from '../catalog/ports.ts';
import type { GivenUse } from '../invoicing/given-charges.ts';
import type { PassCharge } from '../invoicing/pass-charges.ts';
import type { Currency } from '../kernel/currency.ts';
import type { Nanos } from '../kernel/money.ts';
import type { Month } from '../kernel/month.ts';
import type { ShardEpoch } from '../metering/log/log-key.ts';
import type { UsageHours, UsageLog } from '../metering/log/ports.ts';
import type { MeterCatalogs } from '../metering/meter-catalogs.ts';
import type { RollupReads } from '../metering/rollups/ports.ts';
import type { UsageTotals } from '../metering/totals/ports.ts';
import type { PreparedClosing } from './rating/prepared-closing.ts';

/** What a payer's wallet says, by its spend log. */
export interface WalletUse {
  /** Undefined where nothing was ever in it. */
  readonly currency: Currency | undefined;
  /** By month, what usage of it took of money that nobody paid. */
  readonly given: ReadonlyMap<Month, readonly GivenUse[]>;
  /** By month, what passes covered of its usage. */
  readonly passes: ReadonlyMap<Month, readonly PassCharge[]>;
  /** Payments with which what is in it was bought, and what is left of each that can be spent. */
  readonly left: ReadonlyMap<string, Nanos>;
  /** By month, what usage of it took of what was bought, with tax. */
  readonly bought: ReadonlyMap<Month, Nanos>;
}

/** Wallets, as closings ask for them: after what was used was read, so that no usage is there before what paid it. */
export interface Wallets {
  /** Whether anybody was ever given money; where not, only who bought some has a wallet. */
  hasGiven(tenant: string): Promise<boolean>;
  read(tenant: string, payer: string): Promise<WalletUse>;
}

/** What a month is rated from. */
export interface RatingPorts {
  readonly customers: CustomersRead;
  readonly plans: Plans;
  readonly settings: BillingSettings;
  readonly catalogs: MeterCatalogs;
  readonly totals: UsageTotals;
  /** Given where whole days are read from them instead of from hours: for answers by which nothing is booked. */
  readonly rollups?: RollupReads;
  readonly usageLog: UsageLog & UsageHours;
  readonly shardEpochs: readonly ShardEpoch[];
  readonly books: Books;
  readonly wallets: Wallets;
  /** How many months after its own an event can still come: see `monthsReachedBackFor`. */
  readonly monthsReachedBack: number;
  /** Whether levels at months' ends are kept where they are made; what is kept can always be made again. */
  readonly keepsLevels?: boolean;
}

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
