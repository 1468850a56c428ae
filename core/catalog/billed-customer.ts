import { payerOf } from '../kernel/payer.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { TimeZone } from '../kernel/time-zone.ts';
import type { Period } from '../kernel/timestamp.ts';
import { shown } from '../metering/shown.ts';
import { type Customer, customerNotFound } from './customer.ts';
import type { CustomersRead } from './ports.ts';
import type { TenantBilling } from './tenant-billing.ts';
import { freeBetween, takenBefore, tenuresOf } from './tenures.ts';

/** The subject that pays for itself under a key; undefined for the key of a customer with a profile. */
export function subjectOfKey(key: string): string | undefined {
  const payer = payerOf(key);
  return 'subject' in payer ? payer.subject : undefined;
}

/**
 * Who pays under a key: a customer, or a subject as a customer without a profile, billed by the seller's calendar,
 * which has itself as a subject while no customer pays for it.
 * @throws Rejection `customer.not-found`
 */
export async function billedCustomer(
  customers: CustomersRead,
  tenant: string,
  { key, billing }: { readonly key: string; readonly billing: TenantBilling },
): Promise<Customer> {
  const subject = subjectOfKey(key);
  if (subject !== undefined && billing.defaultPlan !== undefined) {
    return selfPayer(subject, {
      key,
      timezone: billing.policy.timeZone,
      taken: await takenAtAll(customers, tenant, subject),
    });
  }
  const customer = (await customers.get(tenant, key))?.customer;
  if (customer !== undefined) return customer;
  throw subject === undefined ? customerNotFound(key, 'key') : noDefaultPlan(subject);
}

const noDefaultPlan = (subject: string): Rejection =>
  new Rejection(
    'customer.not-found',
    `give the key of the customer that pays for ${shown(subject)}, or name a defaultPlan in PUT /v1/billing-settings: subjects pay for themselves by that, and there is none`,
    { param: 'key' },
  );

/** When a subject is or was some customer's. */
async function takenAtAll(
  customers: CustomersRead,
  tenant: string,
  subject: string,
): Promise<readonly Period[]> {
  const claim = (await customers.claims(tenant, [subject])).get(subject);
  if (claim === undefined) return [];
  const customer = (await customers.get(tenant, claim.customer))?.customer;
  if (customer === undefined) return claim.taken ?? [];
  const open = tenuresOf(customer).filter((one) => one.subject === subject);
  return [...takenBefore(claim, [customer]), ...open.map(({ period }) => period)];
}

/** Has itself for a subject whenever no customer has it. */
function selfPayer(
  subject: string,
  {
    key,
    timezone,
    taken,
  }: {
    readonly key: string;
    readonly timezone: TimeZone;
    readonly taken: readonly Period[];
  },
): Customer {
  const free = freeBetween(taken);
  return {
    key,
    name: subject,
    subjects: free.some(({ until }) => until === undefined) ? [subject] : [],
    tenures: free.map((one) => ({ subject, ...one })),
    timezone,
    metadata: {},
  };
}
