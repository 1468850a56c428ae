import { buyerOf } from '../../catalog/buyer.ts';
import type { Customer } from '../../catalog/customer.ts';
import { taxesFrom } from '../../catalog/taxes-from.ts';
import type { TenantBilling } from '../../catalog/tenant-billing.ts';
import type { CustomerTerms } from '../../invoicing/terms.ts';
import type { PlanVersion } from '../../pricing/plan.ts';

/** What is agreed with a customer whose month ended under `version`. */
export const customerTerms = (
  customer: Customer,
  billing: TenantBilling,
  version: Pick<PlanVersion, 'currency' | 'minimumCharge'>,
): CustomerTerms => ({
  customer: customer.key,
  buyer: buyerOf(customer),
  currency: version.currency,
  taxes: new Map([...billing.taxes, ...taxesFrom(customer.taxes ?? {})]),
  paymentTermsDays: customer.paymentTermsDays ?? billing.paymentTermsDays,
  minimumCharge: version.minimumCharge,
});
