import { inParallel } from '../kernel/in-parallel.ts';
import type { ClaimedSubjects } from '../metering/pseudonyms/ports.ts';
import type { Customer } from './customer.ts';
import { type CustomersRead, forgottenCustomer, type SubjectClaim } from './ports.ts';
import { tenuresOf } from './tenures.ts';

const AT_ONCE = 16;

type Reading = Pick<CustomersRead, 'get' | 'claims'>;

/** Which subjects a customer lists: each claim says who may, and the record of that customer whether it does. */
export async function listedSubjects(
  customers: Reading,
  tenant: string,
  subjects: readonly string[],
): Promise<ReadonlySet<string>> {
  const claims = [...(await customers.claims(tenant, subjects)).values()];
  return subjectsIn(await named(customers, tenant, claims), (one) => one.subjects, subjects);
}

/** Whose subjects are, as claims and records of customers say. A claim of who was erased says nothing. */
export const claimedSubjects = (customers: Reading): ClaimedSubjects => ({
  async claimed(tenant, subjects) {
    const claims = [...(await customers.claims(tenant, subjects)).values()];
    return new Set(claims.filter(isSomebodys).map(({ subject }) => subject));
  },

  async owned(tenant, subjects) {
    const claims = [...(await customers.claims(tenant, subjects)).values()].filter(isSomebodys);
    const had = await named(customers, tenant, claims);
    const haveHad = (one: Customer) => tenuresOf(one).map(({ subject }) => subject);
    const before = claims.filter(({ taken = [] }) => taken.length > 0);
    return new Set([
      ...subjectsIn(had, haveHad, subjects),
      ...before.map(({ subject }) => subject),
    ]);
  },
});

const isSomebodys = ({ customer }: SubjectClaim): boolean => customer !== forgottenCustomer;

/** The customers that claims name, of those that there are. */
async function named(
  customers: Reading,
  tenant: string,
  claims: readonly SubjectClaim[],
): Promise<readonly Customer[]> {
  const keys = new Set(claims.map(({ customer }) => customer));
  const records = await inParallel(AT_ONCE, keys, (key) => customers.get(tenant, key));
  return records.flatMap((record) => record?.customer ?? []);
}

function subjectsIn(
  customers: readonly Customer[],
  subjectsOf: (customer: Customer) => readonly string[],
  wanted: readonly string[],
): ReadonlySet<string> {
  const found = new Set(customers.flatMap(subjectsOf));
  return new Set(wanted.filter((subject) => found.has(subject)));
}
