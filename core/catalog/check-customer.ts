import type { Currency } from '../kernel/currency.ts';
import { Rejection } from '../kernel/rejection.ts';
import { buyerOf } from './buyer.ts';
import { checkParty } from './check-party.ts';
import type { Customer } from './customer.ts';
import { planOf } from './load-plans.ts';
import type { Plans } from './ports.ts';
import { planNotFound } from './put-plan.ts';
import { taxesFrom } from './taxes-from.ts';

/**
 * Refuses a customer that could not be billed as it says.
 * @throws Rejection `request.invalid`, `plan.not-found`, `customer.currency-mixed`, `invoice.tax-invalid`
 */
export async function checkCustomer(
  plans: Plans,
  tenant: string,
  { before, after: customer }: { readonly before: Customer | undefined; readonly after: Customer },
): Promise<void> {
  checkParty(buyerOf(customer), '', before);
  taxesFrom(customer.taxes ?? {});
  let currency: Currency | undefined = customer.currency;
  for (const [index, { plan: key }] of (customer.plan ?? []).entries()) {
    if (key === null) continue;
    const param = `/plan/${index}/plan`;
    const record = await plans.get(tenant, key);
    if (record === undefined) throw planNotFound(key, param);
    const own = planOf(record).versions[0]?.currency;
    currency ??= own;
    if (own !== currency) throw mixed(param, { key, own, currency });
  }
}

const mixed = (
  param: string,
  got: {
    readonly key: string;
    readonly own: string | undefined;
    readonly currency: string | undefined;
  },
): Rejection =>
  new Rejection(
    'customer.currency-mixed',
    `${param}: give the customer plans in ${got.currency ?? ''}, got ${got.key} in ${got.own ?? ''}: all that one carries from month to month is of one currency`,
    { param },
  );
