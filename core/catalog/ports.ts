import type { PutOutcome } from '../kernel/log.ts';
import type { Customer } from './customer.ts';

/** What is kept under a customer's key. */
export interface CustomerRecord {
  readonly key: string;
  /** How many times it was put. */
  readonly revision: number;
  /** Undefined where a record was put only to stop another writer: there is no such customer. */
  readonly customer: Customer | undefined;
}

/** Who last asked to have a subject. Not who owns it: that is who also lists it. */
export interface SubjectClaim {
  readonly subject: string;
  /** Key of the customer. */
  readonly customer: string;
  readonly revision: number;
}

/** Where customers are kept. Every put is conditional on the revision before it (none for revision 1). */
export interface Customers {
  /** Strongly consistent. */
  get(tenant: string, key: string): Promise<CustomerRecord | undefined>;
  put(tenant: string, record: CustomerRecord): Promise<PutOutcome>;
  /** Records with a key past `after`, by key, at most `limit` and about a megabyte; `more` when there may be others. */
  list(
    tenant: string,
    page: { readonly after: string; readonly limit: number },
  ): Promise<{ readonly records: readonly CustomerRecord[]; readonly more: boolean }>;
  /** The claims there are on these subjects, by subject; strongly consistent. */
  claims(tenant: string, subjects: readonly string[]): Promise<ReadonlyMap<string, SubjectClaim>>;
  putClaim(tenant: string, claim: SubjectClaim): Promise<PutOutcome>;
}
