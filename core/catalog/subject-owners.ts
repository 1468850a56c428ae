import type { Customers } from './ports.ts';

const PAGE = 1_000;

/**
 * Which customer pays for which subject, of all customers there are. A subject that moves from one to another while
 * they are read may be missing; it never has two.
 */
export async function subjectOwners(
  customers: Customers,
  tenant: string,
): Promise<ReadonlyMap<string, string>> {
  const owners = new Map<string, string>();
  let after = '';
  for (;;) {
    const { records, more } = await customers.list(tenant, { after, limit: PAGE });
    for (const { key, customer } of records) {
      for (const subject of customer?.subjects ?? []) owners.set(subject, key);
    }
    const last = records.at(-1);
    if (!more || last === undefined) return owners;
    after = last.key;
  }
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
