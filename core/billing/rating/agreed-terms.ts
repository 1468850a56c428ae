import type { Agreed, AgreedCoupon, AgreedPrices, CountedMonth } from '../../books/agreed.ts';
import type { LoadedPlans } from '../../catalog/load-plans.ts';
import { standardTaxCode, type TaxTreatment } from '../../catalog/tax-treatment.ts';
import type { BillingPeriod } from '../../invoicing/billing-period.ts';
import type { PlanStretch } from '../../invoicing/rated-charges.ts';
import type { RatedCharge } from '../../invoicing/reckoning.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { Period } from '../../kernel/timestamp.ts';

/** What of a month that is being closed is kept with its closing. */
export function agreedTerms(
  { timeZone }: BillingPeriod,
  {
    rules,
    stretches,
    charges,
    taxes,
    own,
    counted,
    coupons,
    couponsAhead,
    prices,
  }: {
    readonly rules: number;
    readonly stretches: readonly PlanStretch[];
    readonly charges: readonly RatedCharge[];
    readonly taxes: ReadonlyMap<string, TaxTreatment>;
    readonly own: readonly Period[] | undefined;
    readonly counted: readonly CountedMonth[];
    readonly coupons: readonly AgreedCoupon[];
    readonly couponsAhead: readonly AgreedCoupon[];
    readonly prices: readonly AgreedPrices[];
  },
): Agreed {
  // Also those of charges that nothing was used of: it may come late.
  const codes = new Set([
    standardTaxCode,
    ...charges.map(({ taxCode }) => taxCode),
    ...stretches.flatMap(({ stretch: { version } }) =>
      [...(version?.charges ?? []), ...(version?.fixedFees ?? [])].flatMap(
        ({ taxCode }) => taxCode ?? [],
      ),
    ),
  ]);
  return {
    timeZone,
    rules,
    stretches: stretches.flatMap(({ plan, stretch: { version, period, share } }) =>
      version === undefined
        ? []
        : [
            {
              plan,
              version: version.effectiveFrom,
              start: period.start,
              end: period.end,
              from: share.from,
              to: share.to,
              of: share.of,
            },
          ],
    ),
    taxes: [...codes].sort().flatMap((code) => {
      const treatment = taxes.get(code);
      return treatment === undefined ? [] : [{ code, ...treatment }];
    }),
    ...(own === undefined ? {} : { own }),
    ...(coupons.length === 0 ? {} : { coupons }),
    ...(counted.length === 0 ? {} : { counted }),
    ...(prices.length === 0 ? {} : { prices }),
    ...(couponsAhead.length === 0 ? {} : { couponsAhead }),
  };
}

/** What names the prices of stretches, each version once. */
export function agreedPrices(
  stretches: readonly PlanStretch[],
  plans: LoadedPlans,
): Promise<AgreedPrices[]> {
  const versions = stretches.flatMap(({ plan, stretch: { version } }) =>
    version === undefined ? [] : [{ plan, version: version.effectiveFrom }],
  );
  const once = new Map(versions.map((one) => [JSON.stringify([one.plan, one.version]), one]));
  return inParallel(1, [...once.values()], async ({ plan, version }) => ({
    ...{ plan, version, digest: await plans.digest(plan, version) },
  }));
}

/** The stretches that a month was closed by. Versions that have begun stay, so that each is there still. */
export const agreedStretches = (
  { stretches }: Agreed,
  plans: LoadedPlans,
): Promise<PlanStretch[]> =>
  inParallel(1, stretches, async ({ plan, version: day, start, end, from, to, of }) => {
    const found = await plans.get(plan);
    const version = found?.versions.find(({ effectiveFrom }) => effectiveFrom === day);
    invariant(
      version !== undefined,
      `a version that was billed stays, and ${day} of ${plan} is gone`,
    );
    return { plan, stretch: { period: { start, end }, version, share: { from, to, of } } };
  });
