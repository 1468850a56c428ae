import { invariant } from '../../kernel/invariant.ts';

/** How what a backfill job writes is billed: as usage that comes late is, or never. */
export const backfillBillings = ['adjust', 'informational'] as const;
export type BackfillBilling = (typeof backfillBillings)[number];

/** Which job has written an event, with which of its batches, and how that is billed. */
export interface BackfillStamp {
  readonly job: string;
  /** A digest of the batch: what was sent again is told from what another batch had. */
  readonly batch: string;
  readonly billing: BackfillBilling;
}

const letters = { adjust: 'a', informational: 'i' } as const;

/** A stamp as blocks have it; part of the stored format. Events without one have an empty text. */
export const textOfStamp = (stamp: BackfillStamp | undefined): string =>
  stamp === undefined ? '' : `${letters[stamp.billing]}/${stamp.job}/${stamp.batch}`;

/** The reverse of `textOfStamp`. Throws `InvariantViolation` on a text that is not its work. */
export function stampFrom(text: string): BackfillStamp | undefined {
  if (text === '') return undefined;
  const [letter, job, batch, ...others] = text.split('/');
  const billing = backfillBillings.find((one) => letters[one] === letter);
  invariant(
    billing !== undefined && job !== undefined && batch !== undefined && others.length === 0,
    `a stamp of a backfill job says its billing, its job and its batch, got ${text}`,
  );
  return { job, batch, billing };
}
