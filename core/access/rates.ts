import type { Timestamp } from '../kernel/timestamp.ts';
import { type Caller, holderOf } from './caller.ts';
import { type BucketLimits, type BucketMoment, tokensIn, untilThere } from './token-bucket.ts';

/** Whose bucket: of a tenant, or of one of its keys; of all payers or payees of a tenant, or of one. */
export type BucketOf = 'tenant' | 'key' | 'payers' | 'payer' | 'payees' | 'payee';

/** How much a tenant may ask for, and one of its keys. */
export interface RatePolicy {
  readonly tenant: BucketLimits;
  /** Undefined where one key may take all that its tenant has. */
  readonly key: BucketLimits | undefined;
}

/** What a caller is told of a bucket. */
export interface BucketStanding {
  readonly owner: BucketOf;
  readonly perSecond: number;
  /** Whole tokens that are left; as far as is known where others take from it, too. */
  readonly left: number;
  /** Whole seconds until it is full. */
  readonly fullInSeconds: number;
}

/** Whether a request goes on: when, or which bucket is empty and when to come again. */
export type RateVerdict =
  | { readonly goesOn: true; readonly inMs: number; readonly standings: readonly BucketStanding[] }
  | {
      readonly goesOn: false;
      readonly empty: BucketOf;
      readonly retrySeconds: number;
      readonly standings: readonly BucketStanding[];
    };

/** As much of a caller as says whose buckets it takes from. */
export type RatedCaller = Pick<Caller, 'tenant' | 'keyId' | 'payer' | 'payee'>;

/** Counts what callers ask for. */
export interface Rates {
  /** Takes the tokens of a request from all buckets of the caller; from none where it is refused. */
  take(caller: RatedCaller, tokens: number): Promise<RateVerdict>;
}

/** A bucket that a request takes from. */
export interface BucketState {
  readonly owner: BucketOf;
  /** Unlike any other bucket's. */
  readonly name: string;
  readonly size: BucketLimits;
}

/** The buckets of a caller, the largest first. */
export const bucketsOf = (
  { tenant, key }: RatePolicy,
  caller: RatedCaller,
): readonly BucketState[] => {
  const holder = holderOf(caller);
  if (holder !== undefined) return holdersBuckets(tenant, { ...holder, tenant: caller.tenant });
  return [
    { owner: 'tenant', name: JSON.stringify(['tenant', caller.tenant]), size: tenant },
    ...(key === undefined
      ? []
      : [{ owner: 'key', name: JSON.stringify(['key', caller.keyId]), size: key } as const]),
  ];
};

/**
 * Who asks by tokens takes nothing from the tenant's bucket, so that its own programs go on whatever readers do. All
 * payers together have one as large beside it, so have all payees, and each of them a small one, however many tokens it
 * has.
 */
const holdersBuckets = (
  size: BucketLimits,
  { of, key, tenant }: NonNullable<ReturnType<typeof holderOf>> & Pick<Caller, 'tenant'>,
): readonly BucketState[] => [
  { owner: `${of}s`, name: JSON.stringify([`${of}s`, tenant]), size },
  { owner: of, name: JSON.stringify([of, tenant, key]), size: holdersPart(size) },
];

/** As much as one person's pages ask for. */
const HOLDER_PART = 30;
const HOLDER_HOLDS_MIN = 10;

const holdersPart = ({ perSecond, holds }: BucketLimits): BucketLimits => ({
  perSecond: Math.max(1, Math.floor(perSecond / HOLDER_PART)),
  holds: Math.min(holds, Math.max(HOLDER_HOLDS_MIN, Math.floor(holds / HOLDER_PART))),
});

const MS_PER_SECOND = 1_000;

/** Whole seconds of at least one: `Retry-After` knows no parts of a second. */
export const secondsOf = (milliseconds: number): number =>
  Math.max(1, Math.ceil(milliseconds / MS_PER_SECOND));

/** What a bucket has, as a caller is told. */
export const standingOf = (
  { owner, size }: BucketState,
  fullAt: BucketMoment,
  now: Timestamp,
): BucketStanding => ({
  owner,
  perSecond: size.perSecond,
  left: Math.max(0, tokensIn(size, fullAt, now)),
  fullInSeconds: Math.ceil(untilThere(size, fullAt, { tokens: size.holds, now }) / MS_PER_SECOND),
});

/** A key's part of its tenant's bucket, in percent; undefined where that is all of it. */
export const ratePolicyOf = (
  { perSecond, holds }: BucketLimits,
  keyPercent: number,
): RatePolicy => {
  const part = (whole: number): number => Math.max(1, Math.floor((whole * keyPercent) / 100));
  const key = keyPercent >= 100 ? undefined : { perSecond: part(perSecond), holds: part(holds) };
  return { tenant: { perSecond, holds }, key };
};
