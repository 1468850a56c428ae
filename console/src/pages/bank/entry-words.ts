import type { BankEntry } from '../../../../sdk/src/contract/index.ts';

/** How an entry stands, in a word. */
export function entryStanding({ recorded, told, state, proposal }: BankEntry): {
  readonly says: string;
  readonly tone: 'good' | 'waiting' | 'plain';
} {
  if (recorded !== undefined || told !== undefined) return { says: 'booked', tone: 'good' };
  if (state !== 'booked') return { says: state, tone: 'plain' };
  return says[proposal?.sureness ?? 'none'];
}

const says = {
  exact: { says: 'exact', tone: 'good' },
  likely: { says: 'likely', tone: 'waiting' },
  none: { says: 'not known', tone: 'plain' },
} as const;

/** Whether it can be booked as it is proposed. */
export const isProposed = ({ topUp, payment, reversal, outcome }: BankEntry): boolean =>
  [topUp, payment?.customer, reversal, outcome].some((one) => one !== undefined);

/** What an entry is for, or why that is not known. */
export function purposeOf({ recorded, told, proposal, outcome, topUp }: BankEntry): string {
  if (recorded !== undefined) return recorded.customer;
  if (proposal === undefined) return told ?? '';
  if (outcome !== undefined) return proposal.why;
  const { customer, invoices, unapplied = '0', why, candidates, sureness } = proposal;
  if (customer === undefined) {
    return candidates.length === 0 ? why : `${why} (${candidates.join(', ')}?)`;
  }
  if (topUp !== undefined) return `${customer}: into its wallet`;
  const parts = invoices.map(({ number, amount }) => `${number} ${amount}`);
  const rest = /[1-9]/.test(unapplied) ? [`${unapplied} unapplied`] : [];
  const doubt = sureness === 'likely' ? ` (${why})` : '';
  return `${customer}: ${[...parts, ...rest].join(', ')}${doubt}`;
}

/** The places of those that are exact, and can be booked together. */
export const exactOf = (entries: readonly BankEntry[]): readonly BankEntry[] =>
  entries.filter((entry) => entry.proposal?.sureness === 'exact' && isProposed(entry));
