import { inParallel } from '../kernel/in-parallel.ts';
import { canonicalJson, type JsonValue } from '../kernel/json.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { Customer, CustomerChange } from './customer.ts';
import type { CustomerRecord, Customers, SubjectClaim } from './ports.ts';

/** What became of a change; `kept` when the customer was so already. */
export interface PutCustomer {
  readonly customer: Customer;
  readonly revision: number;
  readonly outcome: 'created' | 'replaced' | 'kept';
}

const ATTEMPTS_MAX = 10;
const AT_ONCE = 16;

/**
 * Creates or replaces a customer, all of it or nothing, without a transaction.
 *
 * Invariant: **a record lists a subject only while the subject's claim names that record's customer.** A claim is one
 * item and names one customer, so a subject has at most one; and records alone say who owns what.
 *
 * An attempt (1) reads the record, at revision r; (2) reads the claims of the subjects that are new to it, and refuses
 * if one names another customer whose record lists the subject; (3) fences every other customer that such a claim
 * names, by putting its record again as it is; (4) puts a claim of its own on every new subject, over the revision it
 * read; (5) puts the record as r + 1. Any put that is not certain to have happened starts the next attempt, which reads
 * everything again.
 *
 * Why the invariant holds: say C listed S in (5) while the claim named D. C's claim was put after C read its record, so
 * D put its own after that, and fenced C's record before, finding it at some q >= r without S. If q = r, the fence took
 * r + 1 and C's (5) failed; if q > r, it failed anyway. And once C lists S, D's fence finds a record that lists it, or
 * fails. A subject that stays listed from r to r + 1 needs no new claim, by the same argument.
 *
 * A crash after (3) leaves a record with a higher revision; after (4), claims of a customer that lists no such subject:
 * nobody owns it, and whoever claims it next fences and takes over. A subject that is let go leaves such a claim too,
 * so nothing is ever deleted, and no revision is ever used twice. The worst that racing writers do to one another is to
 * start over.
 *
 * @throws Rejection `subject.already-assigned` with nothing changed, `customer.changed-meanwhile` when the change
 * replaces another revision than there is, or when others were quicker every time.
 */
export async function putCustomer(
  customers: Customers,
  tenant: string,
  change: CustomerChange,
): Promise<PutCustomer> {
  const { key } = change.customer;
  const first = await customers.get(tenant, key);
  if (isSame(first?.customer, change.customer)) return done(change, first?.revision ?? 0, 'kept');
  const outcome = first?.customer === undefined ? 'created' : 'replaced';
  let record = first;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    if (await attemptPut(customers, tenant, change, record)) {
      return done(change, (record?.revision ?? 0) + 1, outcome);
    }
    record = await customers.get(tenant, key);
    if (isSame(record?.customer, change.customer)) {
      return done(change, record?.revision ?? 0, outcome);
    }
  }
  throw new Rejection(
    'customer.changed-meanwhile',
    `send the request again: others were changing ${key}, or taking its subjects, at the same time`,
  );
}

const done = (
  { customer }: CustomerChange,
  revision: number,
  outcome: PutCustomer['outcome'],
): PutCustomer => ({ customer, revision, outcome });

/** One attempt over the record that was read; false when it is not certain to have succeeded. */
async function attemptPut(
  customers: Customers,
  tenant: string,
  change: CustomerChange,
  record: CustomerRecord | undefined,
): Promise<boolean> {
  refuseOtherRevision(change, record);
  const { customer } = change;
  if (!(await claimNew(customers, tenant, customer, record?.customer))) return false;
  const next = { key: customer.key, revision: (record?.revision ?? 0) + 1, customer };
  return (await customers.put(tenant, next)) === 'put';
}

const isSame = (a: Customer | undefined, b: Customer): boolean =>
  a !== undefined && textOf(a) === textOf(b);

/** The order of subjects does not matter. */
const textOf = (customer: Customer): string =>
  canonicalJson(
    JSON.parse(
      JSON.stringify({ ...customer, subjects: [...customer.subjects].sort() }),
    ) as JsonValue,
  );

function refuseOtherRevision(
  { customer, replaces }: CustomerChange,
  record: CustomerRecord | undefined,
): void {
  // What a record holds that is none of a customer's counts as no revision at all.
  const revision = record?.customer === undefined ? 0 : record.revision;
  if (replaces === undefined || replaces === revision) return;
  throw new Rejection(
    'customer.changed-meanwhile',
    `get ${customer.key} again and apply the change to that: it is at revision ${revision}, not ${replaces}`,
    { param: '/revision', extensions: { revision } },
  );
}

/** Steps (2) to (4); false when another writer was first, or may have been. */
async function claimNew(
  customers: Customers,
  tenant: string,
  customer: Customer,
  current: Customer | undefined,
): Promise<boolean> {
  const listed = new Set(current?.subjects);
  const wanted = customer.subjects.filter((subject) => !listed.has(subject));
  const claims = await customers.claims(tenant, wanted);
  const rivals = await rivalsIn(customers, tenant, customer, claims);
  if (!(await fence(customers, tenant, rivals))) return false;
  const outcomes = await inParallel(AT_ONCE, wanted, (subject) => {
    const revision = (claims.get(subject)?.revision ?? 0) + 1;
    return customers.putClaim(tenant, { subject, customer: customer.key, revision });
  });
  return outcomes.every((outcome) => outcome === 'put');
}

/**
 * The records of other customers that the claims name. @throws Rejection when one of them lists what its claim is on.
 */
async function rivalsIn(
  customers: Customers,
  tenant: string,
  customer: Customer,
  claims: ReadonlyMap<string, SubjectClaim>,
): Promise<readonly CustomerRecord[]> {
  const others = [...claims.values()].filter((claim) => claim.customer !== customer.key);
  const keys = new Set(others.map((claim) => claim.customer));
  const records = await inParallel(
    AT_ONCE,
    keys,
    async (key) => (await customers.get(tenant, key)) ?? { key, revision: 0, customer: undefined },
  );
  const lists = new Map(records.map(({ key, customer: rival }) => [key, new Set(rival?.subjects)]));
  const lost = others.find((claim) => lists.get(claim.customer)?.has(claim.subject) === true);
  if (lost !== undefined) throw alreadyAssigned(customer, lost);
  return records;
}

/** Puts each record again as it is, so that no attempt under way can put it. */
async function fence(
  customers: Customers,
  tenant: string,
  records: readonly CustomerRecord[],
): Promise<boolean> {
  const outcomes = await inParallel(AT_ONCE, records, (record) =>
    customers.put(tenant, { ...record, revision: record.revision + 1 }),
  );
  return outcomes.every((outcome) => outcome === 'put');
}

function alreadyAssigned({ subjects }: Customer, claim: SubjectClaim): Rejection {
  const param = `/subjects/${subjects.indexOf(claim.subject)}`;
  return new Rejection(
    'subject.already-assigned',
    `${param}: take ${JSON.stringify(claim.subject.slice(0, 100).toWellFormed())} off the customer ${claim.customer} first, or leave it there; nothing was changed`,
    { param, extensions: { subject: claim.subject, customer: claim.customer } },
  );
}
