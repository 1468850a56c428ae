import type { Draft } from '../../invoicing/close-periods.ts';

/** The code under which it is kept that a payer without a profile has nothing to bill in a month, as of now. */
export const nothingUsed = 'nothing-used';

/** Whether a draft bills nothing and corrects nothing: what is carried on stays carried. */
export const billsNothing = ({ lines }: Draft): boolean =>
  lines.every(({ kind }) => kind === 'carried-in' || kind === 'rounding');
