import type { Customer } from '../../catalog/customer.ts';
import type { WalletUse } from '../ports.ts';
import type { RatingRun, TalliedMonth } from './rating-run.ts';

/** Months of a payer whose usage is read. */
interface ReadMonths {
  readonly customer: Customer;
  readonly current: TalliedMonth;
  readonly earlier: readonly TalliedMonth[];
  readonly hasBought: boolean;
}

/**
 * Reads the wallet of whoever can have used any, once its usage is read: so no usage is there without what paid it.
 * Where nobody was given anything, and a payer bought nothing, nothing is read of it.
 */
export async function walletsAsked({ ports: { wallets }, tenant }: RatingRun) {
  const hasGiven = await wallets.hasGiven(tenant);
  return async ({
    customer,
    current,
    earlier,
    hasBought,
  }: ReadMonths): Promise<WalletUse | undefined> => {
    const isUsed = [current, ...earlier].some(({ stretches }) =>
      stretches.some(({ tallies }) => !tallies.isEmpty()),
    );
    return hasBought || (hasGiven && isUsed) ? wallets.read(tenant, customer.key) : undefined;
  };
}
