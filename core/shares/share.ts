import type { Decimal } from '../kernel/decimal.ts';

/** How deep shares name others. */
export const DEPTH_MAX = 4;

/** To whom a part goes: a payee by its key, the payee that the usage names, those of another share, or the platform. */
export type RecipientOf =
  | { readonly to: 'payee'; readonly payee: string }
  | { readonly to: 'value' }
  | { readonly to: 'share'; readonly share: string }
  | { readonly to: 'platform' };

/**
 * Which part: `fee` percent of all, off the top, or so many shares of what fees leave. The grammar is that of
 * `podcast:value`, of the namespace of Podcasting 2.0: `split` counts shares, and `fee` comes off the top.
 */
export type PartOf =
  | { readonly of: 'fee'; readonly percent: Decimal }
  | { readonly of: 'shares'; readonly count: bigint };

export type Recipient = RecipientOf & { readonly part: PartOf };

export interface ShareVersion {
  /** `YYYY-MM-DD`: for usage from the midnight with which that day begins in the payer's time zone. */
  readonly effectiveFrom: string;
  readonly split: readonly Recipient[];
}

/** Which usage a share is of: that of a meter with one of the values of a dimension, or with any. */
export interface SharedUsage {
  readonly meter: string;
  readonly dimension: string;
  readonly values?: ReadonlySet<string>;
}

/** Who has which part of what usage comes to. */
export interface Share {
  readonly key: string;
  /** Undefined for one that others name. */
  readonly of: SharedUsage | undefined;
  /** What usage comes to before minimum and maximum; or what the invoice says, as far as it is issued, or paid. */
  readonly basis: 'list' | 'invoiced' | 'paid';
  /** Ascending by `effectiveFrom`, at least one. */
  readonly versions: readonly ShareVersion[];
}

/** Which versions decide on a day: the share's own, and those of the shares that it names, as text. */
export function versionsOn(
  share: Share,
  shares: ReadonlyMap<string, Share>,
  day: string,
  depth = 1,
): string {
  const version = versionOn(share, day);
  const nested = (version?.split ?? []).flatMap((recipient) =>
    recipient.to === 'share' && depth < DEPTH_MAX ? (shares.get(recipient.share) ?? []) : [],
  );
  const below = nested.map((one) => versionsOn(one, shares, day, depth + 1));
  return `${version?.effectiveFrom ?? '-'}(${below.join(',')})`;
}

/** The version that is in force on a day, if any. */
export const versionOn = ({ versions }: Share, day: string): ShareVersion | undefined =>
  versions.findLast(({ effectiveFrom }) => effectiveFrom <= day);
