import type { PlanWarning } from '../pricing/plan-warnings.ts';
import type { Customer } from './customer.ts';
import { LoadedPlans } from './load-plans.ts';
import type { Plans } from './ports.ts';

/**
 * Coupons of charges or fees that no plan of the customer has: they take nothing off. They are taken all the same, as a
 * plan, or a version of it, may come later. Nothing is said where no plan is named.
 */
export async function couponWarnings(
  plans: Plans,
  tenant: string,
  { coupons = [], plan: changes = [] }: Pick<Customer, 'coupons' | 'plan'>,
): Promise<readonly PlanWarning[]> {
  if (coupons.every(({ charges, fees }) => charges === undefined && fees === undefined)) return [];
  const loaded = new LoadedPlans(plans, tenant);
  const keys = new Set(changes.flatMap(({ plan }) => plan ?? []));
  if (keys.size === 0) return [];
  const known = await Promise.all([...keys].map((key) => loaded.get(key)));
  const versions = known.flatMap((plan) => plan?.versions ?? []);
  const names = {
    charges: new Set(versions.flatMap(({ charges }) => charges.map(({ key }) => key))),
    fees: new Set(versions.flatMap(({ fixedFees }) => fixedFees.map(({ key }) => key))),
  };
  const of = [...keys].join(', ');
  return coupons.flatMap((coupon, index) =>
    (['charges', 'fees'] as const).flatMap((kind) =>
      (coupon[kind] ?? []).flatMap((name, place): PlanWarning[] => {
        if (names[kind].has(name)) return [];
        const one = kind === 'charges' ? 'charge' : 'fee';
        const detail = `see whether ${name} is the key of a ${one}: no version of ${of} has it, and coupon ${coupon.key} takes nothing off it`;
        return [{ param: `/coupons/${index}/${kind}/${place}`, detail }];
      }),
    ),
  );
}
