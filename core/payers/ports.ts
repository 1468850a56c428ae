import type { AuditEntry, AuditLog } from '../access/audit/audit-log.ts';
import type { Books } from '../books/books.ts';
import type { BooksDocument } from '../books/document.ts';
import type { BooksLog } from '../books/ports.ts';
import type { CustomerRecord, CustomersRead, SubjectClaim } from '../catalog/ports.ts';
import type { heldPlaceNames } from '../contract/payers/shapes.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { UsageHours } from '../metering/log/ports.ts';
import type { Salts } from '../metering/pseudonyms/ports.ts';
import type { Quarantine, QuarantineEntry } from '../metering/quarantine/ports.ts';
import type { UsageTotals } from '../metering/totals/ports.ts';
import type { SlotTally } from '../metering/totals/totals.ts';
import type { UsageEvent } from '../metering/usage-event.ts';
import type { Mandate } from '../rails/sepa/mandate.ts';
import type { Mandates } from '../rails/sepa/ports.ts';
import type { SpendEntry } from '../spend/entry.ts';
import type { SpendLog } from '../spend/ports.ts';
import type { Spend } from '../spend/spend.ts';
import type { SpendState } from '../spend/state.ts';

/** Where what is held of a payer is read. */
export interface HeldPorts {
  readonly customers: Pick<CustomersRead, 'get' | 'listPast' | 'claims'>;
  readonly salts: Pick<Salts, 'find'>;
  readonly quarantine: Pick<Quarantine, 'list'>;
  readonly totals: Pick<UsageTotals, 'readRange' | 'listProgress'>;
  readonly usageLog: UsageHours;
  readonly mandates: Pick<Mandates, 'ofCustomer'>;
  readonly books: Books;
  readonly log: BooksLog;
  readonly spend: Pick<Spend, 'read'>;
  readonly spendLog: Pick<SpendLog, 'read'>;
  readonly audit: Pick<AuditLog, 'list'>;
  readonly clock: Clock;
}

/** Whose records are asked for, and under which subjects its usage stands. */
export interface PayerHeld {
  readonly tenant: string;
  /** The key of the payer: a customer's, or `subject:` and the subject. */
  readonly payer: string;
  readonly record: CustomerRecord | undefined;
  /** Those that it has or had, and then their pseudonyms. */
  readonly subjects: readonly string[];
}

/** What a spend log comes to, or an entry of it. */
export type HeldSpend =
  | { readonly of: 'state'; readonly state: SpendState }
  | {
      readonly of: 'entry';
      readonly id: string;
      readonly at: Timestamp;
      readonly entry: SpendEntry;
    };

/** What is held of a payer in each place, in the order in which it is exported. */
export type HeldRecord =
  | { readonly place: 'customer' | 'customer-history'; readonly record: CustomerRecord }
  | { readonly place: 'mandates'; readonly mandate: Mandate }
  | { readonly place: 'claims'; readonly claim: SubjectClaim }
  | { readonly place: 'salts'; readonly subject: string; readonly pseudonym: string }
  | { readonly place: 'quarantine'; readonly entry: QuarantineEntry }
  | { readonly place: 'totals'; readonly start: Timestamp; readonly tally: SlotTally }
  | { readonly place: 'levels'; readonly at: Timestamp; readonly tally: SlotTally }
  | { readonly place: 'events'; readonly event: UsageEvent }
  | { readonly place: 'documents'; readonly document: BooksDocument }
  | { readonly place: 'spend'; readonly spend: HeldSpend }
  | { readonly place: 'audit'; readonly entry: AuditEntry };

export type HeldPlace = keyof typeof heldPlaceNames & HeldRecord['place'];
