import { payerOf } from '../kernel/payer.ts';
import { type Customer, customerNotFound } from './customer.ts';
import type { Customers } from './ports.ts';
import { subjectOwner } from './subject-owners.ts';
import type { TenantBilling } from './tenant-billing.ts';

/** The subject that pays for itself under a key; undefined for the key of a customer with a profile. */
export function subjectOfKey(key: string): string | undefined {
  const payer = payerOf(key);
  return 'subject' in payer ? payer.subject : undefined;
}

/**
 * Who pays under a key: a customer, or a subject as a customer without a profile, billed by the seller's calendar,
 * which has itself as a subject until some customer pays for it.
 * @throws Rejection `customer.not-found`
 */
export async function billedCustomer(
  customers: Customers,
  tenant: string,
  { key, billing }: { readonly key: string; readonly billing: TenantBilling },
): Promise<Customer> {
  const subject = subjectOfKey(key);
  if (subject !== undefined && billing.defaultPlan !== undefined) {
    const owner = await subjectOwner(customers, tenant, subject);
    return {
      key,
      name: subject,
      subjects: owner === undefined ? [subject] : [],
      timezone: billing.policy.timeZone,
      metadata: {},
    };
  }
  const customer = (await customers.get(tenant, key))?.customer;
  if (customer === undefined) throw customerNotFound(key, 'key');
  return customer;
}
