/** Descriptions that are not the seller's: of lines that are made here, or made of another's description. */
export const ownDescriptions = {
  rounding: 'Rounding, carried to the next invoice',
  carried: 'Carried from earlier months',
  commitment: 'Minimum commitment',
  termCommitment: ({ from, last }: { from: string; last: string }) =>
    `Commitment from ${from} to ${last}: what is missing`,
  upToMinimum: (of: string) => `${of}: up to the minimum`,
  given: (of: string) => `${of}: paid by credit that was given`,
  pass: (of: string) => `${of}: by passes, at what they cost`,
  percentOff: (of: string, { coupon, percent }: { coupon: string; percent: string }) =>
    `${of}: ${percent}% off by the coupon ${coupon}`,
  amountOff: (of: string, coupon: string) => `${of}: off by the coupon ${coupon}`,
  adjustment: (month: string, of: string) => `Adjustment of ${month}: ${of}`,
  notCharged: (of: string) => `${of}: not charged any more`,
} as const;

/** A description that is not the seller's, as what it says. */
export type OwnDescription =
  | { readonly says: 'rounding' | 'carried' | 'commitment' }
  | { readonly says: 'upToMinimum' | 'given' | 'pass' | 'notCharged'; readonly of: string }
  | {
      readonly says: 'percentOff';
      readonly of: string;
      readonly percent: string;
      readonly coupon: string;
    }
  | { readonly says: 'amountOff'; readonly of: string; readonly coupon: string }
  | { readonly says: 'termCommitment'; readonly from: string; readonly last: string }
  | { readonly says: 'adjustment'; readonly month: string; readonly of: string };

/** What a description says that may have been made here; undefined of any other. */
export function ownDescriptionOf(description: string): OwnDescription | undefined {
  const whole = (['rounding', 'carried', 'commitment'] as const).find(
    (says) => ownDescriptions[says] === description,
  );
  if (whole !== undefined) return { says: whole };
  const { month, rest } =
    /^Adjustment of (?<month>\d{4}-\d{2}): (?<rest>.*)$/su.exec(description)?.groups ?? {};
  if (month !== undefined && rest !== undefined) return { says: 'adjustment', month, of: rest };
  const { from, last } =
    /^Commitment from (?<from>\d{4}-\d{2}) to (?<last>\d{4}-\d{2}): what is missing$/u.exec(
      description,
    )?.groups ?? {};
  if (from !== undefined && last !== undefined) return { says: 'termCommitment', from, last };
  const off = couponOf(description);
  if (off !== undefined) return off;
  const says = (['upToMinimum', 'given', 'pass', 'notCharged'] as const).find((one) =>
    description.endsWith(ownDescriptions[one]('')),
  );
  if (says === undefined) return undefined;
  return { says, of: description.slice(0, -ownDescriptions[says]('').length) };
}

/** What a description says of a coupon; undefined of any other. */
export function couponOf(
  description: string,
): Extract<OwnDescription, { readonly says: 'percentOff' | 'amountOff' }> | undefined {
  const { of, percent, coupon } =
    /^(?<of>.*): (?:(?<percent>[\d.]+)% )?off by the coupon (?<coupon>[a-z0-9_.-]+)$/su.exec(
      description,
    )?.groups ?? {};
  if (of === undefined || coupon === undefined) return undefined;
  return percent === undefined
    ? { says: 'amountOff', of, coupon }
    : { says: 'percentOff', of, percent, coupon };
}
