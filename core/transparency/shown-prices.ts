import type { AgreedPrices } from '../books/agreed.ts';
import type { BooksDocument } from '../books/document.ts';
import { kindOf } from '../books/kinds/kinds.ts';
import { planDigest } from '../catalog/load-plans.ts';
import type { Plans } from '../catalog/ports.ts';
import type { PlanVersionBody } from '../contract/catalog/plan-shapes.ts';
import { inParallel } from '../kernel/in-parallel.ts';

/** A version of a plan that a month was closed under, as it was put. */
export interface ProofPrices {
  readonly plan: string;
  readonly version: PlanVersionBody;
}

const READS_AT_ONCE = 4;

/** The prices whose digests a document has: those that are found, and are what they were. */
export async function shownPrices(
  plans: Pick<Plans, 'get'>,
  tenant: string,
  document: BooksDocument,
): Promise<readonly ProofPrices[]> {
  const prices = kindOf(document).agreed(document)?.prices ?? [];
  const byPlan = [...Map.groupBy(prices, ({ plan }) => plan)];
  const shown = await inParallel(READS_AT_ONCE, byPlan, async ([plan, own]) => {
    const record = await plans.get(tenant, plan);
    return (record?.body.versions ?? [])
      .filter((version) => own.some((one) => isOf(one, version)))
      .map((version) => ({ plan, version }));
  });
  return shown.flat();
}

const isOf = ({ version, digest }: AgreedPrices, body: PlanVersionBody): boolean =>
  body.effectiveFrom === version && planDigest(body) === digest;
