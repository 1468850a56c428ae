import { sha256 } from '../kernel/digest.ts';

/** The part that a payer is in: one of 16, so that no one partition of a table takes all of a large month. */
export const partOf = (payer: string): string => sha256(payer).toString('hex').slice(0, 1);
