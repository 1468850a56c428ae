import type { PlanBody } from '../contract/catalog/plan-shapes.ts';
import type { SettingsBody } from '../contract/catalog/settings-shapes.ts';
import type { PutOutcome } from '../kernel/log.ts';
import type { Period, Timestamp } from '../kernel/timestamp.ts';
import type { Customer } from './customer.ts';

/** What is kept under a customer's key. */
export interface CustomerRecord {
  readonly key: string;
  /** How many times it was put. */
  readonly revision: number;
  /** Undefined where a record was put only to stop another writer: there is no such customer. */
  readonly customer: Customer | undefined;
  /** When the customer was last changed to be so, by which API key, and from which day on; unknown of old records. */
  readonly change?: { readonly at: Timestamp; readonly by: string; readonly from: string };
}

/** Who last asked to have a subject. Not who owns it: that is who also lists it. */
export interface SubjectClaim {
  readonly subject: string;
  /** Key of the customer. */
  readonly customer: string;
  readonly revision: number;
  /** When the subject was somebody's before, as far as that is known. */
  readonly taken?: readonly Period[];
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
  /** Keeps a record as it was, by its revision and for good, before another takes its place; `put` also again. */
  keepPast(tenant: string, record: CustomerRecord): Promise<'put' | 'unknown'>;
  /** What was kept of a customer, of revisions before `before`, latest first; `more` when there may be others. */
  listPast(
    tenant: string,
    page: { readonly key: string; readonly before: number; readonly limit: number },
  ): Promise<{ readonly records: readonly CustomerRecord[]; readonly more: boolean }>;
  /** The oldest record that was kept of a customer. */
  oldestPast(tenant: string, key: string): Promise<CustomerRecord | undefined>;
  /** The claims there are on these subjects, by subject; strongly consistent. */
  claims(tenant: string, subjects: readonly string[]): Promise<ReadonlyMap<string, SubjectClaim>>;
  putClaim(tenant: string, claim: SubjectClaim): Promise<PutOutcome>;
}

/** What takes away what was said of a customer that is erased. */
export interface CustomersErased {
  /** Deletes what was kept of one revision of a customer; also where it is deleted already. */
  dropPast(
    tenant: string,
    past: { readonly key: string; readonly revision: number },
  ): Promise<void>;
  /**
   * Puts a claim in which nobody is named, over the revision before it. Whoever asks for it is told of a customer that
   * there is not: its key is none that a customer can have.
   */
  forgetClaim(
    tenant: string,
    claim: Pick<SubjectClaim, 'subject' | 'revision'> & { readonly taken: readonly Period[] },
  ): Promise<PutOutcome>;
}

/** The customer that a forgotten claim names. */
export const forgottenCustomer = ':forgotten';

/** Customers to be read, and no more. */
export type CustomersRead = Omit<Customers, 'put' | 'keepPast' | 'putClaim'>;

/** A picture that a tenant gave for its documents, by the SHA-256 of its bytes in hexadecimal digits. */
export interface LogoAt {
  readonly tenant: string;
  readonly sha256: string;
}

/** Where logos are kept. What is there once is never replaced, as its name says what it is. */
export interface Logos {
  /** Puts it if there is none. */
  put(at: LogoAt, bytes: Uint8Array): Promise<PutOutcome>;
  /** Bytes that their name does not fit are never answered. Strongly consistent. */
  get(at: LogoAt): Promise<Uint8Array | undefined>;
}

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
