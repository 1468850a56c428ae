import { accountName } from '../books/account.ts';
import type { Page } from '../books/page.ts';
import { Rejection } from '../kernel/rejection.ts';

/** Money that moves between payers comes and goes over this rail, on which nothing is left. */
export const RAIL_OF_MOVES = 'transfer';
/** Each has an account of its own, in each currency, and all of them stand in the head of the books. */
const RAILS_MAX = 200;

/**
 * For money that is told from outside.
 * @throws Rejection `request.invalid` for the rail of moves, `books.full` for one more rail than there can be
 */
export function refuseRail(page: Page, rail: string): void {
  if (rail === RAIL_OF_MOVES) {
    throw new Rejection(
      'request.invalid',
      `name the rail otherwise, such as "bank": ${RAIL_OF_MOVES} is what money moves between payers over`,
      { param: '/rail' },
    );
  }
  const account = accountName({ kind: 'cash', rail });
  const rails = page.head().balances.filter((one) => one.account.startsWith('cash:'));
  if (rails.length < RAILS_MAX || rails.some((one) => one.account === account)) return;
  throw new Rejection(
    'books.full',
    `name a rail that there is, got ${JSON.stringify(rail.slice(0, 80))}: the books have ${rails.length} of them, which is the most. A rail is a kind of way, such as "bank"; what names one payment is its reference`,
    { param: '/rail' },
  );
}
