import { LoadedPlans } from '../../catalog/load-plans.ts';
import type { TaxTreatment } from '../../catalog/tax-treatment.ts';
import { type TenantBilling, tenantBillingOf } from '../../catalog/tenant-billing.ts';
import type { Meter } from '../../metering/meter.ts';
import type { RatingPorts } from '../ports.ts';
import type { CustomerMonth } from './customer-months.ts';
import type { MonthUsage } from './rating-sources.ts';

/** What says how months are priced, without what was used. */
export type PricingPorts = Pick<
  RatingPorts,
  'customers' | 'plans' | 'settings' | 'catalogs' | 'books'
>;

/** What is the same for all customers whose months are rated together. */
export interface RatingRun<Ports extends PricingPorts = RatingPorts> {
  readonly ports: Ports;
  readonly tenant: string;
  readonly billing: TenantBilling;
  readonly meters: ReadonlyMap<string, Meter>;
  readonly plans: LoadedPlans;
}

/** Reads what rating goes by but for customers and usage. */
export async function ratingRun<Ports extends PricingPorts>(
  ports: Ports,
  tenant: string,
): Promise<RatingRun<Ports>> {
  const billing = await tenantBillingOf(ports.settings, tenant);
  const { meters } = await ports.catalogs.latest(tenant, 'strong');
  return {
    ports,
    tenant,
    billing,
    meters: new Map(meters.map((meter) => [meter.key, meter])),
    plans: new LoadedPlans(ports.plans, tenant),
  };
}

/** A month cut into stretches, with the tallies and levels of each once they are read. */
export interface TalliedMonth extends CustomerMonth, MonthUsage {
  readonly period: CustomerMonth['period'];
  /** Meters of which each slot is read, as its days are not rolled up or its events are looked at one by one. */
  readonly bySlots: ReadonlySet<string>;
  /** Of a month that is or was closed: how tax codes were treated then. */
  readonly taxes?: ReadonlyMap<string, TaxTreatment>;
}
