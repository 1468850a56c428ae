/** What a person should look at, by what its line in a log says: the metric that counts it, of which an alarm tells. */
export const spendNotices = {
  'spend.hold-unended': 'HoldsUnended',
  'spend.untold': 'CapturesUntold',
  'spend.lease-unreported': 'LeasesUnreported',
  'spend.capture-without-hold': 'CapturesWithoutHold',
  'spend.over-offer': 'CapturesOverOffer',
  'spend.settlement-unclear': 'SettlementsUnclear',
} as const;

export interface SpendNotice {
  readonly event: keyof typeof spendNotices;
  readonly tenant: string;
  readonly payer: string;
  /** The id of a hold, or of its block. */
  readonly id: string;
  /** What is the matter, in a clause. */
  readonly detail: string;
}
