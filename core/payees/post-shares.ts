import { accountName } from '../books/account.ts';
import type { Books } from '../books/books.ts';
import { documentId } from '../books/document.ts';
import { exactByMeter, nothingEarned } from '../books/fold-payee-month.ts';
import { postedOf } from '../books/owed.ts';
import type { Page } from '../books/page.ts';
import type { EarnedInMonth } from '../books/payee-cell.ts';
import type { EarnedByMeter } from '../books/payee-document.ts';
import { netPostings } from '../books/postings.ts';
import type { Currency } from '../kernel/currency.ts';
import { invariant } from '../kernel/invariant.ts';
import { nanosOf } from '../kernel/money.ts';
import type { Month } from '../kernel/month.ts';
import type { TimeZone } from '../kernel/time-zone.ts';
import { datedNow, owing, payeeKey } from './payee-on-page.ts';
import { recordEach } from './record-each.ts';

/** What a payee has earned of a month in one currency, in all: meters that it does not name have nothing. */
export interface Earned {
  readonly payee: string;
  readonly currency: Currency;
  /** Each meter once. */
  readonly earned: readonly EarnedByMeter[];
}

/** What earnings were added up for. */
export interface EarnedOf {
  readonly month: Month;
  /** The last block of the books that is in what was added up. */
  readonly asOf: number;
  /** The seller's, by which days are told. */
  readonly timeZone: TimeZone;
}

/** Of what is `stale`, something newer is posted; of what is `unchanged`, all nanos are. */
export type SharePosted = 'posted' | 'unchanged' | 'stale';

/**
 * Posts by how much what payees have earned of a month has changed since it was last posted, many payees in a block.
 * Told again, nothing is posted. Answers what each came to, in their order.
 *
 * What changes by less than a nano is not posted, and leaves `asOf` as it was. So what is told of an older block may
 * still be posted over that: whoever adds up anew does so once more where it was not the last to add up.
 */
export const postShares = (
  books: Books,
  tenant: string,
  of: EarnedOf,
  all: readonly Earned[],
): Promise<readonly SharePosted[]> =>
  recordEach(books, tenant, all, {
    cellsOf: ({ payee }) => [payeeKey(payee), monthKey(of.month, payee)],
    originalsOf: () => [],
    decide: (page, one) => postShare(page, of, one),
  });

const monthKey = (month: Month, payee: string) => ({ kind: 'payee-month', month, payee }) as const;

/** Adds the document that is due, if any. The cells of the payee and of its month were asked for. */
function postShare(page: Page, of: EarnedOf, one: Earned): SharePosted {
  const { payee, currency } = one;
  const earnings = page.at(monthKey(of.month, payee))?.earnings ?? [];
  const before = earnings.find((each) => each.currency === currency) ?? nothingEarned(currency);
  if (of.asOf < before.asOf) return 'stale';
  const changed = changesOf(before, one);
  const grown = changed.map(({ meter, exact }) => ({
    meter,
    amount: postedOf(exact) - postedOf(exactByMeter(before.earned, meter)),
  }));
  if (grown.every(({ amount }) => amount === 0n)) return 'unchanged';
  const sum = grown.reduce((all, { amount }) => all + amount, 0n);
  const kind = sum < 0n ? 'share-reversal' : 'share';
  const n = before.documents + 1;
  page.add({
    kind,
    id: documentId(kind, [payee, currency, of.month, String(n)]),
    ...{ payee, currency, month: of.month, n, asOf: of.asOf, earned: changed },
    recordedAt: page.recordedAt,
    ...datedNow(page, of.timeZone),
    amount: nanosOf(sum < 0n ? -sum : sum),
    postings: netPostings([
      owing(payee, currency, sum),
      ...grown.map(({ meter, amount }) => ({
        account: accountName({ kind: 'share', meter }),
        currency,
        amount: nanosOf(amount),
        service: of.month,
      })),
    ]),
  });
  return 'posted';
}

/** The meters of which something else is earned than before, by their keys. */
function changesOf({ earned: before }: EarnedInMonth, { earned }: Earned): EarnedByMeter[] {
  const now = new Map(earned.map((one) => [one.meter, one.exact]));
  invariant(now.size === earned.length, 'what is earned by a meter is said once');
  const meters = new Set([...before.map(({ meter }) => meter), ...now.keys()]);
  return [...meters]
    .sort()
    .map((meter) => ({ meter, exact: exactByMeter(earned, meter) }))
    .filter(({ meter, exact }) => exact !== exactByMeter(before, meter));
}
