import { planOf } from '../catalog/load-plans.ts';
import type { Plans } from '../catalog/ports.ts';
import type { PlanWarning } from '../pricing/plan-warnings.ts';
import type { ProductBody } from './sell.ts';

const PLANS_PER_PAGE = 50;

/**
 * Charges of a product that no version of any plan has: what they are meant for is reported by the dimension that has
 * all others. They are taken all the same, as a plan may come later. Nothing is said while there is no plan.
 */
export async function productWarnings(
  plans: Pick<Plans, 'list'>,
  tenant: string,
  { dimensions }: Pick<ProductBody, 'dimensions'>,
): Promise<readonly PlanWarning[]> {
  if (dimensions.every(({ charges }) => charges === undefined)) return [];
  const known = await chargesOf(plans, tenant);
  if (known.size === 0) return [];
  return dimensions.flatMap(({ name, charges = [] }, index) =>
    charges.flatMap((charge, place): PlanWarning[] => {
      if (known.has(charge)) return [];
      const detail = `see whether ${charge} is the key of a charge: no plan has it, and ${name} reports nothing of it`;
      return [{ param: `/dimensions/${index}/charges/${place}`, detail }];
    }),
  );
}

/** The keys of all charges that any version of any plan has. */
async function chargesOf(plans: Pick<Plans, 'list'>, tenant: string): Promise<ReadonlySet<string>> {
  const known: string[] = [];
  for (let after = ''; ; ) {
    const { records, more } = await plans.list(tenant, { after, limit: PLANS_PER_PAGE });
    const versions = records.flatMap((record) => planOf(record).versions);
    known.push(...versions.flatMap(({ charges }) => charges.map(({ key }) => key)));
    const last = records.at(-1)?.key;
    if (!more || last === undefined) return new Set(known);
    after = last;
  }
}
