import type { BillingRuns } from '../billing/run/ports.ts';
import type { BillingSettings, Customers, CustomersErased } from '../catalog/ports.ts';
import type { Month } from '../kernel/month.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { Salts } from '../metering/pseudonyms/ports.ts';
import type { Quarantine } from '../metering/quarantine/ports.ts';
import type { Mandates } from '../rails/sepa/ports.ts';
import type { Spend } from '../spend/spend.ts';
import type { OpenerSalts } from '../transparency/ports.ts';
import type { HeldPorts, PayerHeld } from './ports.ts';

/** What an erasure works on. */
export interface ErasePorts extends HeldPorts {
  readonly customers: Customers & CustomersErased;
  readonly quarantine: Quarantine;
  readonly mandates: Mandates;
  readonly settings: Pick<BillingSettings, 'get'>;
  readonly runs: Pick<BillingRuns, 'parkedMonth'>;
  readonly salts: Salts;
  /** Who has one can open what public logs have of a payer. */
  readonly openers: Pick<OpenerSalts, 'find' | 'drop' | 'dropUsage'>;
  readonly spend: Pick<Spend, 'read' | 'decide'>;
  /** From when on usage is under pseudonyms; undefined where it never is. */
  readonly pseudonymsFrom: Timestamp | undefined;
  readonly monthsReachedBack: number;
  /** So many whole calendar years after that of its date, a document is kept by law. */
  readonly documentYears: number;
}

/** A month of a payer that can still be billed, and when to look again whether it is. */
export interface BilledMonth {
  readonly month: Month;
  readonly until: Timestamp | undefined;
}

/** Whom an erasure is of. */
export interface ErasedPayer extends PayerHeld {
  /** Its subjects but for those that are pseudonyms. */
  readonly clear: readonly string[];
  /** Until when its months can be billed; undefined where they cannot, or need no profile. */
  readonly billed: BilledMonth | undefined;
  /** Whether its profile and claims are needed still: to bill it, or to find its open entries. */
  readonly isNeeded: boolean;
  /** Whether anything is done. */
  readonly isDry: boolean;
}
