import { inParallel } from '../kernel/in-parallel.ts';
import type { Period, Timestamp } from '../kernel/timestamp.ts';
import type { Customer } from './customer.ts';
import { everyCustomer } from './every-customer.ts';
import type { CustomersRead, SubjectClaim } from './ports.ts';
import { tenuresOf } from './tenures.ts';

/** Which customer pays for a subject over a period. */
export interface SubjectPayer {
  readonly customer: string;
  readonly period: Period;
}

/** Which customer pays for what was used at an instant, of those that have or had the subject; if any does. */
export const ownerAt = (
  owners: readonly SubjectPayer[] | undefined,
  at: Timestamp,
): string | undefined =>
  owners?.find(({ period: { start, end } }) => start <= at && at < end)?.customer;

/**
 * Which customers pay for which of the wanted subjects, and when, of all customers there are. A subject that moves from
 * one to another while they are read may be missing; it never has two at a time.
 */
export async function subjectOwners(
  customers: Pick<CustomersRead, 'list'>,
  tenant: string,
  isWanted: (subject: string) => boolean = () => true,
): Promise<ReadonlyMap<string, readonly SubjectPayer[]>> {
  const owners = new Map<string, readonly SubjectPayer[]>();
  for await (const customer of everyCustomer(customers, tenant)) {
    for (const { subject, owner } of ownedBy(customer)) {
      if (!isWanted(subject)) continue;
      owners.set(subject, [...(owners.get(subject) ?? []), owner]);
    }
  }
  return owners;
}

const RECORDS_AT_ONCE = 16;

/** Which customers pay for each of these subjects, and when; nothing of a subject that nobody has, or had. */
export async function ownersOfEach(
  customers: CustomersRead,
  tenant: string,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, readonly SubjectPayer[]>> {
  const claims = [...(await customers.claims(tenant, subjects)).values()];
  // Who had a subject before the last that asked for it, nothing says but the records of all.
  const [known, moved] = [claims.filter(isFirst), claims.filter((claim) => !isFirst(claim))];
  const isMoved = setOf(moved);
  const owners = new Map(
    moved.length === 0 ? [] : await subjectOwners(customers, tenant, (one) => isMoved.has(one)),
  );
  const isKnown = setOf(known);
  const keys = new Set(known.map(({ customer }) => customer));
  await inParallel(RECORDS_AT_ONCE, keys, async (key) => {
    const customer = (await customers.get(tenant, key))?.customer;
    for (const { subject, owner } of customer === undefined ? [] : ownedBy(customer)) {
      if (isKnown.has(subject)) owners.set(subject, [...(owners.get(subject) ?? []), owner]);
    }
  });
  return owners;
}

const isFirst = ({ taken = [] }: SubjectClaim): boolean => taken.length === 0;
const setOf = (claims: readonly SubjectClaim[]): ReadonlySet<string> =>
  new Set(claims.map(({ subject }) => subject));

/** For which subjects a customer pays, or paid, and when. */
export const ownedBy = (
  customer: Customer,
): readonly { readonly subject: string; readonly owner: SubjectPayer }[] =>
  tenuresOf(customer).map(({ subject, period }) => ({
    subject,
    owner: { customer: customer.key, period },
  }));
