import { pagesPast, pageUpTo } from '../kernel/pages.ts';
import type { Customer } from './customer.ts';
import type { CustomerRecord, Customers } from './ports.ts';

const PAGE = 1_000;

/** What is kept under the keys of a tenant's customers, by key. */
const recordPages = (
  customers: Pick<Customers, 'list'>,
  tenant: string,
  first: string,
): AsyncGenerator<readonly CustomerRecord[]> =>
  pagesPast(first, async (after) => {
    const { records, more } = await customers.list(tenant, { after, limit: PAGE });
    return pageUpTo(records, ({ key }) => key, more);
  });

/** A tenant's customers past a key, by key: all of them past ''. */
export async function* everyCustomer(
  customers: Pick<Customers, 'list'>,
  tenant: string,
  after = '',
): AsyncGenerator<Customer> {
  for await (const records of recordPages(customers, tenant, after)) {
    for (const { customer } of records) if (customer !== undefined) yield customer;
  }
}
