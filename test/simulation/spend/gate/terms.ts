import type { PlanVersionBody } from '../../../../core/contract/catalog/plan-shapes.ts';
import { loadSpendTerms } from '../../../../core/spend/load-terms.ts';
import type { LoadTerms } from '../../../../core/spend/protocol/known-terms.ts';
import type { SpendGate } from '../../../../core/spend/protocol/ports.ts';
import { aPlan, aVersion, someSettings } from '../../../fixtures/plans.ts';
import { aMeter } from '../../../fixtures/usage-events.ts';
import { aTenancy } from '../../../support/rated-usage.ts';
import type { SimulatedPrice } from '../prices.ts';

/** A seller whose offers ours must never take. */
export const rival = 'rival';
export const METER = 'reads';
export const readsMeter = aMeter({ key: METER, eventType: 'read' });

type Charge = PlanVersionBody['charges'][number];

/** What a gate reads beside logs. */
export interface ReadersTerms extends Pick<SpendGate, 'books' | 'settings' | 'plans' | 'catalogs'> {
  readonly load: LoadTerms;
}

/** What never changes is made once, whoever runs. */
const made = new Map<string, Promise<ReadersTerms>>();

/** What anybody is priced by who has no profile: of both tenants the same price. */
export function readersTerms(price: SimulatedPrice, taxPercent: bigint): Promise<ReadersTerms> {
  const key = `${price.name} ${taxPercent}`;
  const terms = made.get(key) ?? makeTerms(price, taxPercent);
  made.set(key, terms);
  return terms;
}

async function makeTerms(price: SimulatedPrice, taxPercent: bigint): Promise<ReadersTerms> {
  const rate = taxPercent.toString();
  const settings = someSettings({
    defaultPlan: 'reader',
    ...(taxPercent === 0n ? {} : { taxes: { standard: { category: 'S', rate } } }),
  });
  const charge = { meter: METER, ...price.wire } as Charge;
  const plan = aPlan(aVersion({ charges: [charge] }));
  const { rating } = await aTenancy({
    ...{ meters: [readsMeter], plans: { reader: plan }, settings },
  });
  await rating.catalogs.append(rival, { version: 1, meters: [readsMeter] });
  await rating.settings.put({ tenant: rival, revision: 1, body: settings });
  await rating.plans.put(rival, { key: 'reader', revision: 1, body: plan });
  const { books, plans, catalogs, settings: ofTenants } = rating;
  const load: LoadTerms = (of, payer, at) => loadSpendTerms(rating, of, { payer, at });
  return { books, plans, catalogs, settings: ofTenants, load };
}
