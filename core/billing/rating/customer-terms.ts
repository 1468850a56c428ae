import { buyerOf } from '../../catalog/buyer.ts';
import type { Customer } from '../../catalog/customer.ts';
import type { TaxTreatment } from '../../catalog/tax-treatment.ts';
import { taxesFrom } from '../../catalog/taxes-from.ts';
import type { TenantBilling } from '../../catalog/tenant-billing.ts';
import type { CustomerTerms } from '../../invoicing/terms.ts';
import { definedOnly } from '../../kernel/defined-only.ts';
import type { PlanVersion } from '../../pricing/plan.ts';

/** How a customer is taxed, by tax code: as the settings say, but for what it says itself. */
export const customerTaxes = (
  { taxes = {} }: Pick<Customer, 'taxes'>,
  billing: Pick<TenantBilling, 'taxes'>,
): ReadonlyMap<string, TaxTreatment> => new Map([...billing.taxes, ...taxesFrom(taxes)]);

/** What is agreed with a customer whose month ended under `version`. */
export const customerTerms = (
  customer: Customer,
  billing: TenantBilling,
  version: Pick<PlanVersion, 'currency' | 'minimumCharge'>,
): CustomerTerms => ({
  customer: customer.key,
  buyer: buyerOf(customer),
  currency: version.currency,
  taxes: customerTaxes(customer, billing),
  paymentTermsDays: customer.paymentTermsDays ?? billing.paymentTermsDays,
  unappliedMoney: customer.unappliedMoney ?? billing.unappliedMoney,
  minimumCharge: version.minimumCharge,
  ...definedOnly({ language: customer.language ?? billing.language }),
  ...orderTerms(customer, billing),
});

const orderTerms = (
  { buyerReference, purchaseOrder, ublProfile }: Customer,
  billing: Pick<TenantBilling, 'ublProfile'>,
): Pick<CustomerTerms, 'buyerReference' | 'purchaseOrder' | 'ublProfile'> =>
  definedOnly({
    buyerReference,
    purchaseOrder,
    ublProfile: ublProfile ?? billing.ublProfile,
  });
