/** What steps of a calculation are called for people; all others are called what they count. */
const words: Readonly<Record<string, string>> = {
  month: 'the month as a whole',
  'billed-before': 'billed before',
  minimum: 'the minimum',
  charged: 'charged without it',
  fee: 'the fee',
  carried: 'carried',
  exact: 'less the exact sum',
  invoiced: 'rounded',
  'flat-fee': 'flat fee',
};

/** A step by what its quantity counts, and in which tier; in the words of the plan. */
export function stepWords(of: string, tier?: number): string {
  const name = words[of] ?? of;
  return tier === undefined ? name : `${name}, tier ${tier}`;
}
