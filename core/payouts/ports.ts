import type { PayeeBalance, PayoutState } from '../books/payee-cell.ts';
import type { BillingSettings } from '../catalog/ports.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Currency } from '../kernel/currency.ts';
import type { TimeZone } from '../kernel/time-zone.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { RecordedOfPayee } from '../payees/outcome.ts';
import type { ContractPlace } from './chain/payout-contract.ts';
import type { PayeePayouts } from './payee-payout.ts';
import type { KeptPayoutSettings, PayoutRail } from './payout-settings.ts';
import type { PayoutItem, PayoutRuns } from './run.ts';

/** A payout, as its document says it. */
export interface TakenPayout extends Pick<PayoutItem, 'payout' | 'payee' | 'amount' | 'fee'> {
  readonly run: string;
  readonly rail: string;
  readonly currency: Currency;
}

/** A payout, and what its rail has said of it. */
export interface PayoutInBooks extends TakenPayout {
  readonly day: string;
  readonly settled?: RailFact;
  readonly returned?: RailFact;
}

/** What says so, and of which day. */
export interface RailFact {
  readonly reference: string;
  readonly day: string;
  /** Of what came back. */
  readonly reason?: string;
}

/** What is to be taken from balances together. */
export interface AskedItems {
  readonly run: string;
  readonly rail: PayoutRail;
  /** Of EVM alone. */
  readonly contract?: ContractPlace | undefined;
  readonly items: readonly PayoutItem[];
  readonly reserveDays: number;
  readonly timeZone: TimeZone;
}

/** What a rail has said of payouts. */
export interface OutcomeTold {
  readonly kind: 'settled' | 'returned';
  readonly payouts: readonly TakenPayout[];
  readonly at: Timestamp;
  readonly timeZone: TimeZone;
  readonly reference: string;
  readonly reason: string;
}

/** The books, as far as payouts need them: each call is of their newest state, and of 100 payouts or payees at most. */
export interface PayoutBooks {
  /** What payees have, by their keys; nothing of who has nothing. */
  balances(
    tenant: string,
    payees: readonly string[],
  ): Promise<ReadonlyMap<string, readonly PayeeBalance[]>>;
  /** Takes what may still be paid of each; answers which are taken, now or before. */
  take(tenant: string, asked: AskedItems): Promise<ReadonlySet<string>>;
  /** What became of payouts, by their ids; of those that were never taken, nothing. */
  states(tenant: string, ids: readonly string[]): Promise<ReadonlyMap<string, PayoutState>>;
  payout(tenant: string, id: string): Promise<PayoutInBooks | undefined>;
  /** What rails have said, by the ids of the documents that say so. */
  facts(tenant: string, ids: readonly string[]): Promise<ReadonlyMap<string, RailFact>>;
  /** Books what a rail has said, of each once; answers what each came to, in their order. */
  tell(tenant: string, told: OutcomeTold): Promise<readonly RecordedOfPayee[]>;
}

/** Pages of the keys of payees, ascending. */
interface PayeeKeys {
  list(
    tenant: string,
    page: { readonly after: string; readonly limit: number },
  ): Promise<{ readonly records: readonly { readonly key: string }[]; readonly more: boolean }>;
}

/** Which tenants pay anybody out. */
export interface PayingTenants {
  /** Of all, page by page. */
  all(): AsyncIterable<readonly string[]>;
}

/** By what it is found what a run has taken. */
export interface TakenPorts {
  readonly books: Pick<PayoutBooks, 'states'>;
  readonly runs: Pick<PayoutRuns, 'items'>;
}

/** What runs are made and moved with. */
export interface RunPorts {
  readonly runs: PayoutRuns;
  readonly payees: PayeeKeys;
  readonly payouts: Pick<PayeePayouts, 'get' | 'getAll' | 'put'>;
  readonly books: PayoutBooks;
  readonly kept: Pick<KeptPayoutSettings, 'get'>;
  /** Of which the time zone counts. */
  readonly settings: BillingSettings;
  readonly clock: Clock;
}
