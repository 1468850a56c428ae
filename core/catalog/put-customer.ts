import { inParallel } from '../kernel/in-parallel.ts';
import { canonicalJson, type JsonValue } from '../kernel/json.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { Period } from '../kernel/timestamp.ts';
import type { Customer, CustomerChange } from './customer.ts';
import { customerAfter, dayOfChange } from './customer-after.ts';
import type { CustomerRecord, Customers, CustomersRead, SubjectClaim } from './ports.ts';
import { takenBefore } from './tenures.ts';

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
 * When a subject was whose follows from this: who lets it go writes the end of its tenure in the put that takes it off
 * the list, and the claim says when it was somebody's before that. So whoever claims it next finds both, in the claim
 * it read and in the record that it fenced, and carries them on in its own claim, lest a crash lose them. An ended
 * tenure never changes, and another one of that customer's needs another claim: no two tenures of a subject overlap.
 *
 * Before (5), the record as it was is kept under its revision. A fence changes nothing, and needs no such entry.
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
  const same = sameAs(first, change);
  if (same !== undefined) return { ...same, outcome: 'kept' };
  const outcome = first?.customer === undefined ? 'created' : 'replaced';
  let record = first;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const put = await attemptPut(customers, tenant, change, record);
    if (put !== 'start over') return { ...put, outcome };
    record = await customers.get(tenant, key);
    const same = sameAs(record, change);
    if (same !== undefined) return { ...same, outcome };
  }
  throw new Rejection(
    'customer.changed-meanwhile',
    `send the request again: others were changing ${key}, or taking its subjects, at the same time`,
  );
}

/**
 * What `putCustomer` would make of a customer as things are now, and what that is before; nothing is written.
 * @throws Rejection as `putCustomer`
 */
export async function foreseeCustomer(
  customers: CustomersRead,
  tenant: string,
  change: CustomerChange,
): Promise<PutCustomer & { readonly before: Customer | undefined }> {
  const record = await customers.get(tenant, change.customer.key);
  const before = record?.customer;
  const same = sameAs(record, change);
  if (same !== undefined) return { ...same, outcome: 'kept', before };
  refuseOtherRevision(change, record);
  const { taken } = await newSubjects(customers, tenant, change, before);
  const customer = changed(before, change, taken);
  const outcome = before === undefined ? 'created' : 'replaced';
  return { customer, before, revision: (record?.revision ?? 0) + 1, outcome };
}

type Put = Omit<PutCustomer, 'outcome'>;

/** A subject's periods of before, by subject. */
type Taken = ReadonlyMap<string, readonly Period[]>;

/** One attempt over the record that was read; to start over when it is not certain to have succeeded. */
async function attemptPut(
  customers: Customers,
  tenant: string,
  change: CustomerChange,
  record: CustomerRecord | undefined,
): Promise<Put | 'start over'> {
  refuseOtherRevision(change, record);
  const before = record?.customer;
  const taken = await claimNew(customers, tenant, change, before);
  if (taken === 'start over') return taken;
  const customer = changed(before, change, taken);
  if (record !== undefined && before !== undefined) {
    if ((await customers.keepPast(tenant, record)) !== 'put') return 'start over';
  }
  const revision = (record?.revision ?? 0) + 1;
  const { now: at, by = 'unknown' } = change;
  const from = dayOfChange(before, change);
  const next = { key: customer.key, revision, customer, change: { at, by, from } };
  return (await customers.put(tenant, next)) === 'put' ? { customer, revision } : 'start over';
}

function changed(before: Customer | undefined, change: CustomerChange, taken: Taken): Customer {
  const customer = customerAfter(before, change, (subject) => taken.get(subject) ?? []);
  refuseTooLarge(customer);
  return customer;
}

/** The record, where the change would leave it as it is. */
function sameAs(record: CustomerRecord | undefined, change: CustomerChange): Put | undefined {
  if (record?.customer === undefined) return undefined;
  const { customer, revision } = record;
  const next = customerAfter(customer, change, () => []);
  return textOf(next) === textOf(customer) ? { customer, revision } : undefined;
}

/** An item of a table has 400 KB at most, and a body 300 KB: what is left is for tenures that have ended. */
const BYTES_MAX = 380 * 1_024;

function refuseTooLarge(customer: Customer): void {
  const bytes = Buffer.byteLength(JSON.stringify(customer));
  if (bytes <= BYTES_MAX) return;
  throw new Rejection(
    'request.too-large',
    `list fewer subjects, or give away fewer at a time: with those it has had, the customer is of ${bytes} bytes, and ${BYTES_MAX} are kept`,
  );
}

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

/**
 * Steps (2) to (4), and when each new subject was somebody's before; to start over when another writer was first, or
 * may have been.
 */
async function claimNew(
  customers: Customers,
  tenant: string,
  change: CustomerChange,
  current: Customer | undefined,
): Promise<Taken | 'start over'> {
  const { wanted, claims, rivals, taken } = await newSubjects(customers, tenant, change, current);
  // What is refused claims nothing: a claim says that a subject is or was somebody's.
  changed(current, change, taken);
  if (!(await fence(customers, tenant, rivals))) return 'start over';
  const outcomes = await inParallel(AT_ONCE, wanted, (subject) => {
    const revision = (claims.get(subject)?.revision ?? 0) + 1;
    const before = taken.get(subject) ?? [];
    return customers.putClaim(tenant, {
      subject,
      customer: change.customer.key,
      revision,
      ...(before.length === 0 ? {} : { taken: before }),
    });
  });
  return outcomes.every((outcome) => outcome === 'put') ? taken : 'start over';
}

/** Step (2): the subjects that are new to the customer, whose they are said to be, and when they were somebody's. */
async function newSubjects(
  customers: CustomersRead,
  tenant: string,
  { customer }: CustomerChange,
  current: Customer | undefined,
) {
  const listed = new Set(current?.subjects);
  const wanted = customer.subjects.filter((subject) => !listed.has(subject));
  const claims = await customers.claims(tenant, wanted);
  const rivals = await rivalsIn(customers, tenant, customer, claims);
  const known = [
    ...rivals.flatMap((rival) => rival.customer ?? []),
    ...(current === undefined ? [] : [current]),
  ];
  const taken: Taken = new Map(
    [...claims].map(([subject, claim]) => [subject, takenBefore(claim, known)] as const),
  );
  return { wanted, claims, rivals, taken };
}

/**
 * The records of other customers that the claims name. @throws Rejection when one of them lists what its claim is on.
 */
async function rivalsIn(
  customers: CustomersRead,
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
