import type { PayeeBody, ShareBody } from '../contract/shares/shapes.ts';
import type { PutOutcome } from '../kernel/log.ts';

/** A payee as it was sent, under its key. */
export interface PayeeRecord {
  readonly key: string;
  /** How many times it was put. */
  readonly revision: number;
  readonly body: Omit<PayeeBody, 'revision'>;
}

/** A share as it was sent, under its key. `shareFrom` makes a `Share` of the body. */
export interface ShareRecord {
  readonly key: string;
  readonly revision: number;
  readonly body: ShareBody;
}

interface RecordPage {
  readonly after: string;
  readonly limit: number;
}

/** Where payees are kept. A put is conditional on the revision before it (none for revision 1). */
export interface Payees {
  /** Strongly consistent. */
  get(tenant: string, key: string): Promise<PayeeRecord | undefined>;
  put(tenant: string, record: PayeeRecord): Promise<PutOutcome>;
  /** Records with a key past `after`, by key; `more` when there may be others. */
  list(
    tenant: string,
    page: RecordPage,
  ): Promise<{ readonly records: readonly PayeeRecord[]; readonly more: boolean }>;
}

/** Where shares are kept, as payees are. */
export interface Shares {
  get(tenant: string, key: string): Promise<ShareRecord | undefined>;
  put(tenant: string, record: ShareRecord): Promise<PutOutcome>;
  list(
    tenant: string,
    page: RecordPage,
  ): Promise<{ readonly records: readonly ShareRecord[]; readonly more: boolean }>;
}
