import { subjectOfKey } from '../../catalog/billed-customer.ts';
import type { Customer } from '../../catalog/customer.ts';
import { everyCustomer } from '../../catalog/every-customer.ts';
import { type TenantBilling, tenantBillingOf } from '../../catalog/tenant-billing.ts';
import { tenuresOf } from '../../catalog/tenures.ts';
import { partitionOf } from '../../metering/log/log-key.ts';
import type { Meter } from '../../metering/meter.ts';
import { PartitionItems } from '../partition-items.ts';
import type { RatingPorts } from '../ports.ts';
import { pricedMeters } from './priced-meters.ts';

/** What is the same for all partitions, and the customers of some. */
interface KnownTenant {
  readonly billing: TenantBilling;
  readonly meters: ReadonlyMap<string, Meter>;
  /** Those of each partition: whose key is in it, or any subject that they ever had. */
  readonly customers: ReadonlyMap<number, readonly Customer[]>;
  /** Partitions before this one are known, from the one that was asked for on. */
  readonly until: number;
  /** How many customers were gone through. */
  readonly walked: number;
}

/** So many customers are held, and more only where one partition has more. */
const HELD_MAX = 20_000;

/**
 * Reads every customer once for several partitions, and holds those of as many from one on as memory has room for.
 * @throws Rejection `billing-settings.not-found`
 */
export async function knownTenant(
  { rating }: { readonly rating: RatingPorts },
  tenant: string,
  { from, heldMax = HELD_MAX }: { readonly from: number; readonly heldMax?: number },
): Promise<KnownTenant> {
  const billing = await tenantBillingOf(rating.settings, tenant);
  const meters = await pricedMeters(rating, tenant);
  const held = new PartitionItems<Customer>({ from, most: heldMax });
  let walked = 0;
  for await (const customer of everyCustomer(rating.customers, tenant)) {
    for (const partition of partitionsOf(customer)) held.add(partition, customer);
    walked += 1;
  }
  return { billing, meters, customers: held.byPartition, until: held.until, walked };
}

/** A payer's own rows are with its subject, where it pays for itself. */
export const payerPartition = (key: string): number => partitionOf(subjectOfKey(key) ?? key);

const partitionsOf = (customer: Customer): ReadonlySet<number> =>
  new Set([
    payerPartition(customer.key),
    ...tenuresOf(customer).map(({ subject }) => partitionOf(subject)),
  ]);
