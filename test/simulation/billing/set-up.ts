import { Books } from '../../../core/books/books.ts';
import { tenantBillingFrom } from '../../../core/catalog/tenant-billing.ts';
import { billingPeriod } from '../../../core/invoicing/billing-period.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import type { ClosingRequest } from '../../../core/invoicing/closing-request.ts';
import { nanosOf } from '../../../core/kernel/money.ts';
import { type Month, monthFrom } from '../../../core/kernel/month.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { monthAfter } from './oracle/calendar.ts';
import type { BilledTenant, BillingScenario } from './scenario.ts';
import type { BillingStores } from './stores.ts';
import { meters } from './usage.ts';

/** As far back as a sweep looks. */
const MONTHS_BEFORE = 3;

/**
 * Puts in place what is there when a run begins: who is billed and how, and the months before, closed with nothing
 * used.
 */
export async function setUpBilling(
  stores: BillingStores,
  { tenants, labels }: BillingScenario,
  now: number,
): Promise<void> {
  const clock = { now: () => timestampOf(now) };
  const books = new Books({ log: stores.log, cells: stores.cells, clock });
  for (const tenant of tenants) {
    const { name } = tenant;
    await catalogued(stores, tenant);
    for (let back = MONTHS_BEFORE; back >= 1; back -= 1) {
      const month = monthFrom(monthAfter(labels[0], -back));
      await closePeriods(
        { books, clock },
        name,
        tenant.customers.map((customer) => nothingUsed(tenant, customer, month)),
      );
      await stores.runs.putNote({
        tenant: name,
        month,
        at: clock.now(),
        waitingFor: [],
        lookedAt: clock.now(),
      });
    }
  }
}

async function catalogued(stores: BillingStores, tenant: BilledTenant): Promise<void> {
  const { catalogs, settings, plans, customers } = stores;
  const { name } = tenant;
  await catalogs.append(name, { version: 1, meters });
  await settings.put({ tenant: name, revision: 1, body: tenant.settings });
  for (const [key, body] of Object.entries(tenant.plans)) {
    await plans.put(name, { key, revision: 1, body });
  }
  for (const customer of tenant.customers) {
    const { key, subjects } = customer;
    await customers.put(name, { key, revision: 1, customer });
    for (const subject of subjects) {
      await customers.putClaim(name, { subject, customer: key, revision: 1 });
    }
  }
}

function nothingUsed(
  { settings }: BilledTenant,
  { key, name, timezone }: BilledTenant['customers'][number],
  month: Month,
): ClosingRequest {
  const { policy, taxes, paymentTermsDays } = tenantBillingFrom(settings);
  return {
    terms: {
      customer: key,
      buyer: { name },
      currency: 'EUR',
      taxes,
      paymentTermsDays,
      minimumCharge: nanosOf(0n),
    },
    policy: { ...policy, zeroAmount: 'close' },
    current: { period: billingPeriod(month, timezone), charges: [] },
    earlier: [],
    advance: [],
    overrides: [],
  };
}
