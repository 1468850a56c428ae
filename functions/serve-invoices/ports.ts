import type { DebitPorts } from '../../core/bank/known-debits.ts';
import type { PayoutPorts } from '../../core/bank/known-payouts.ts';
import type { PrepareClosings, RatingPorts } from '../../core/billing/ports.ts';
import type { BillingRuns } from '../../core/billing/run/ports.ts';
import type { BooksCells } from '../../core/books/ports.ts';
import type { DrawAccount } from '../../core/documents/account-statement.ts';
import type { FindingPorts } from '../../core/documents/find-content.ts';
import type { KeepingPorts } from '../../core/documents/keep-documents.ts';
import type { RollupReads } from '../../core/metering/rollups/ports.ts';
import type { TransferReferences } from '../../core/payments/transfer-reference.ts';
import type { ReminderLetter } from '../../core/reminders/letter.ts';

/** What invoices are answered from; nothing here writes to the books. */
export interface InvoicesPorts extends KeepingPorts, FindingPorts {
  readonly rating: RatingPorts;
  /** What previews read whole days from. */
  readonly rollups: RollupReads;
  readonly prepare: PrepareClosings;
  readonly cells: BooksCells;
  readonly runs: BillingRuns;
  /** Where direct debits are found that a bank tells of. */
  readonly debits: DebitPorts;
  /** By which transfers are found that are for wallets. */
  readonly transfers: TransferReferences;
  /** Where payouts are found that a bank tells of. */
  readonly payouts: PayoutPorts;
  readonly drawAccount: DrawAccount;
  readonly drawLetter: (letter: ReminderLetter, tenant: string) => Promise<Uint8Array>;
}
