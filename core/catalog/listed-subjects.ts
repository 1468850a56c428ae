import { inParallel } from '../kernel/in-parallel.ts';
import type { ClaimedSubjects } from '../metering/pseudonyms/ports.ts';
import { type CustomersRead, forgottenCustomer } from './ports.ts';

const AT_ONCE = 16;

/** Which subjects a customer lists: each claim says who may, and the record of that customer whether it does. */
export const listedSubjects =
  (customers: Pick<CustomersRead, 'get' | 'claims'>): ClaimedSubjects['listed'] =>
  async (tenant, subjects) => {
    const claims = [...(await customers.claims(tenant, subjects)).values()];
    const keys = new Set(claims.map(({ customer }) => customer));
    const records = await inParallel(AT_ONCE, keys, (key) => customers.get(tenant, key));
    const listed = new Set(records.flatMap((record) => record?.customer?.subjects ?? []));
    return new Set(subjects.filter((subject) => listed.has(subject)));
  };

/** Whose subjects are, as claims and records of customers say. A claim of who was erased says nothing. */
export const claimedSubjects = (
  customers: Pick<CustomersRead, 'get' | 'claims'>,
): ClaimedSubjects => ({
  listed: listedSubjects(customers),
  async claimed(tenant, subjects) {
    const claims = [...(await customers.claims(tenant, subjects)).values()];
    return new Set(
      claims.filter(({ customer }) => customer !== forgottenCustomer).map(({ subject }) => subject),
    );
  },
});
