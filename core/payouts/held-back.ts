/** That a payout of a payee came back. By the method it was paid by, nothing is paid until somebody says so. */
export interface PayoutReturn {
  readonly payout: string;
  /** Which of the payee's methods it was. */
  readonly version: number;
  /** `YYYY-MM-DD` */
  readonly on: string;
  readonly reason: string;
  /** A person has said that it is to be tried again. */
  readonly isTriedAgain?: true;
}

/** The payout that came back, where the payee is left out of runs for it: its method is the same since. */
export const heldBy = (
  { cameBack }: { readonly cameBack?: PayoutReturn },
  version: number,
): PayoutReturn | undefined =>
  cameBack === undefined || cameBack.isTriedAgain === true || cameBack.version !== version
    ? undefined
    : cameBack;
