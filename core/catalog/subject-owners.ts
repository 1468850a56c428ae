import { recordPages } from './every-customer.ts';
import type { Customers } from './ports.ts';

/**
 * Which customer pays for which subject, of all customers there are. A subject that moves from one to another while
 * they are read may be missing; it never has two.
 */
export async function subjectOwners(
  customers: Customers,
  tenant: string,
): Promise<ReadonlyMap<string, string>> {
  const owners = new Map<string, string>();
  for await (const records of recordPages(customers, tenant)) {
    for (const { key, customer } of records) {
      for (const subject of customer?.subjects ?? []) owners.set(subject, key);
    }
  }
  return owners;
}

/** Which customer pays for one subject, if any. */
export async function subjectOwner(
  customers: Customers,
  tenant: string,
  subject: string,
): Promise<string | undefined> {
  const claim = (await customers.claims(tenant, [subject])).get(subject);
  if (claim === undefined) return undefined;
  const record = await customers.get(tenant, claim.customer);
  return record?.customer?.subjects.includes(subject) === true ? record.key : undefined;
}
