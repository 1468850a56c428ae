import type { Period, Timestamp } from '../kernel/timestamp.ts';
import type { Customer } from './customer.ts';
import { everyCustomer } from './every-customer.ts';
import type { CustomersRead } from './ports.ts';
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

/** Which customers pay for one subject, and when. */
export async function ownersOf(
  customers: CustomersRead,
  tenant: string,
  subject: string,
): Promise<readonly SubjectPayer[]> {
  const claim = (await customers.claims(tenant, [subject])).get(subject);
  if (claim === undefined) return [];
  // Who had it before the last that asked for it, nothing says but the records of all.
  const isOnlyOne = (claim.taken ?? []).length === 0;
  if (!isOnlyOne)
    return (await subjectOwners(customers, tenant, (one) => one === subject)).get(subject) ?? [];
  const customer = (await customers.get(tenant, claim.customer))?.customer;
  return customer === undefined
    ? []
    : ownedBy(customer).flatMap((one) => (one.subject === subject ? [one.owner] : []));
}

/** For which subjects a customer pays, or paid, and when. */
export const ownedBy = (
  customer: Customer,
): readonly { readonly subject: string; readonly owner: SubjectPayer }[] =>
  tenuresOf(customer).map(({ subject, period }) => ({
    subject,
    owner: { customer: customer.key, period },
  }));
