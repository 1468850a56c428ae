import { planOf } from '../../catalog/load-plans.ts';
import type { Plans } from '../../catalog/ports.ts';
import { pagesPast, pageUpTo } from '../../kernel/pages.ts';
import type { Meter } from '../../metering/meter.ts';
import type { Charge } from '../../pricing/charge.ts';
import type { RatingPorts } from '../ports.ts';

const PLANS_PAGE = 100;

/** Those that some plan has a charge for. */
export async function pricedMeters(
  { plans, catalogs }: RatingPorts,
  tenant: string,
): Promise<ReadonlyMap<string, Meter>> {
  const priced = new Set<string>();
  for await (const charge of everyCharge(plans, tenant)) {
    for (const key of metersOf(charge)) priced.add(key);
  }
  const { meters } = await catalogs.latest(tenant, 'strong');
  return new Map(meters.filter(({ key }) => priced.has(key)).map((meter) => [meter.key, meter]));
}

async function* everyCharge(plans: Plans, tenant: string): AsyncGenerator<Charge> {
  const pages = pagesPast('', async (after) => {
    const { records, more } = await plans.list(tenant, { after, limit: PLANS_PAGE });
    return pageUpTo(records, ({ key }) => key, more);
  });
  for await (const records of pages) {
    for (const record of records) {
      for (const { charges } of planOf(record).versions) yield* charges;
    }
  }
}

/** The meters whose usage a charge is for. */
export const metersOf = ({ meter, price }: Charge): readonly string[] =>
  price.model === 'percentage' && price.countMeter !== undefined
    ? [meter, price.countMeter]
    : [meter];
