import type { PutOutcome } from '../../kernel/log.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import type { UsageEvent } from '../usage-event.ts';

/** Why an event could not be counted. */
export type QuarantineReason = 'conflict' | 'too-old';

export interface QuarantineEntry {
  readonly id: string;
  readonly tenant: string;
  readonly reason: QuarantineReason;
  readonly detail: string;
  readonly event: UsageEvent;
  readonly quarantinedAt: Timestamp;
  /** Whose months wait while it is open: its payer's. Left out, as in entries from before: everybody's. */
  readonly holds?: 'payer';
  readonly status: 'open' | 'retried' | 'dismissed';
  /** Why a person closed it; only where dismissed. */
  readonly dismissal?: string;
  readonly revision: number;
}

export interface Quarantine {
  get(tenant: string, id: string): Promise<QuarantineEntry | undefined>;
  /** Puts the entry if the stored revision is the one before it (none for revision 1). */
  put(entry: QuarantineEntry): Promise<PutOutcome>;
  /** Entries with an id past `after`, by id. */
  list(
    tenant: string,
    page: { readonly after: string; readonly limit: number },
  ): Promise<readonly QuarantineEntry[]>;
}
