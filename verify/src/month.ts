import { type AgreedCoupon, type Costing, couponsOf, type Part } from './coupons.ts';
import { ONE, type Share, shareOf } from './numbers.ts';
import type { Rated } from './rating.ts';
import { chargeRuns, commitmentRuns, type Run, type Stretch } from './runs.ts';
import type { ChargeTerms, FeeTerms } from './terms.ts';

/** What a charge of a month should come to, in 1e-24; undefined where what was used is not said well enough. */
export interface Expected {
  /** As the books call it. */
  readonly text: string;
  readonly exact: bigint | undefined;
  readonly says: string;
  readonly fee?: FeeTerms;
  /** What a coupon takes something off: by what these come to, its part is known. */
  readonly hangsOn?: readonly string[];
  /** Why it is not known, where that is not what was used of each event. */
  readonly lacks?: string;
}

/** What is asked of the usage of a charge over a run of the month. */
export type RatedRun = (run: Run<ChargeTerms>, text: string) => Rated | undefined;

/**
 * All that a month comes to: each charge, what brings it up to its minimum, what brings all up to a commitment, and
 * fixed fees of either timing; and what coupons take off that. docs/pricing.md, Parts of a month.
 */
export function expectedOf(
  {
    stretches,
    coupons,
  }: { readonly stretches: readonly Stretch[]; readonly coupons: readonly AgreedCoupon[] },
  ratedBy: RatedRun,
): readonly Expected[] {
  const partsOf = daysOf(stretches);
  const usage = chargeRuns(stretches).map((run) => {
    const text = textOf('usage', run, run.of.key);
    return { run, text, rated: ratedBy(run, text) };
  });
  const charges = usage.flatMap(({ run, text, rated }): readonly Costing[] => [
    {
      cost: { kind: 'usage', key: run.of.key, parts: unweighed(partsOf(run)) },
      text,
      exact: rated?.usage,
      says: `usage under the charge ${run.of.key} of ${nameOf(run)}`,
    },
    {
      cost: { kind: 'minimum', key: run.of.key, parts: partsOf(run) },
      text: textOf('minimum', run, run.of.key),
      exact: run.of.minimum === undefined ? 0n : rated?.minimum,
      says: `what brings the charge ${run.of.key} of ${nameOf(run)} up to its minimum`,
    },
  ]);
  const commitments = commitmentRuns(stretches).map((run): Costing => {
    const own = usage.filter((one) => one.run.plan === run.plan);
    const isKnown = own.every(({ rated }) => rated !== undefined);
    const charged = own.reduce((sum, one) => sum + chargedWithin(one, run.share), 0n);
    const least = shareOf(run.of * ONE, run.share);
    return {
      cost: { kind: 'commitment', key: '', parts: partsOf(run) },
      text: textOf('commitment', run, ''),
      exact: isKnown ? (least > charged ? least - charged : 0n) : undefined,
      says: `what brings all charges of ${nameOf(run)} up to its commitment`,
    };
  });
  const all = [...charges, ...commitments, ...feesOf(stretches)];
  return [...all, ...couponsOf(coupons, all)];
}

/** What a run is for, by the days of its stretches. */
const daysOf =
  (stretches: readonly Stretch[]) =>
  (run: Pick<Stretch, 'start' | 'end'>): readonly Part[] =>
    stretches
      .filter(({ start }) => run.start <= start && start < run.end)
      .map(({ start, share }) => ({ start, weight: BigInt(share.to - share.from) }));

/** What was used on the days of each is not in any document. */
const unweighed = (parts: readonly Part[]): readonly Part[] =>
  parts.map(({ start }) => ({ start, weight: undefined }));

const nameOf = ({ plan, version }: Stretch): string => `${plan} from ${version.effectiveFrom}`;

const textOf = (kind: string, { plan, version, start }: Stretch, key: string): string =>
  JSON.stringify([kind, plan, version.effectiveFrom, key, start]);

/** Of a charge that goes on past these days, what falls to them. */
function chargedWithin(
  { run, rated }: { readonly run: Run<ChargeTerms>; readonly rated: Rated | undefined },
  { from, to }: Share,
): bigint {
  if (rated === undefined) return 0n;
  const own = run.share;
  const inside = (day: number): number => Math.min(Math.max(day, own.from), own.to) - own.from;
  if (own.to === own.from) return 0n;
  return shareOf(rated.usage + rated.minimum, {
    ...{ from: inside(from), to: inside(to), of: own.to - own.from },
  });
}

/** A fee counts for the days that it is in force; one without proration is charged whole, by the first that has it. */
function feesOf(stretches: readonly Stretch[]): readonly Costing[] {
  const whole = new Set<string>();
  return stretches.flatMap((stretch) =>
    stretch.version.fees.flatMap((fee): readonly Costing[] => {
      const id = JSON.stringify([stretch.plan, fee.key]);
      if (fee.proration === 'none' && whole.has(id)) return [];
      if (fee.proration === 'none') whole.add(id);
      const parts = [{ start: stretch.start, weight: 1n }];
      const cost = { kind: 'fee', key: fee.key, parts } as const;
      return [{ ...feeOf(stretch, fee), fee, cost }];
    }),
  );
}

export function feeOf(stretch: Stretch, fee: FeeTerms): Expected {
  const amount = fee.amount * ONE;
  return {
    text: textOf('fee', stretch, fee.key),
    exact: fee.proration === 'none' ? amount : shareOf(amount, stretch.share),
    says: `the fee ${fee.key} of ${nameOf(stretch)}`,
  };
}
