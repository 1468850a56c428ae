import type { Currency } from '../kernel/currency.ts';
import { exactOf } from '../kernel/exact-amount.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Month } from '../kernel/month.ts';
import { accountName } from './account.ts';
import type { BooksDocument } from './document.ts';
import { postedOf } from './owed.ts';
import type { EarnedInMonth, PayeeMonthCell } from './payee-cell.ts';
import type { EarnedByMeter, ShareDocument, ShareReversalDocument } from './payee-document.ts';

/** A month nothing was earned of. */
export const unearnedMonth = (month: Month, payee: string): PayeeMonthCell => ({
  kind: 'payee-month',
  month,
  payee,
  earnings: [],
});

export const nothingEarned = (currency: Currency): EarnedInMonth => ({
  currency,
  documents: 0,
  asOf: 0,
  earned: [],
});

/**
 * A payee's month after one more document. Throws where what is posted of a meter is not the exact amount cut to nanos.
 */
export function payeeMonthAfter(cell: PayeeMonthCell, document: BooksDocument): PayeeMonthCell {
  if (document.kind !== 'share' && document.kind !== 'share-reversal') return cell;
  const { currency } = document;
  const before = cell.earnings.find((one) => one.currency === currency) ?? nothingEarned(currency);
  const after = earnedAfter(before, document);
  return {
    ...cell,
    earnings: [...cell.earnings.filter((one) => one !== before), after].sort((a, b) =>
      a.currency < b.currency ? -1 : 1,
    ),
  };
}

/** What is earned in a month after what was added up anew. */
function earnedAfter(
  before: EarnedInMonth,
  document: ShareDocument | ShareReversalDocument,
): EarnedInMonth {
  const { id, n, asOf, earned, postings } = document;
  invariant(
    n === before.documents + 1 && asOf >= before.asOf,
    `${id} is document ${before.documents + 1} of the month, and knows what the one before does`,
  );
  for (const { meter, exact } of earned) {
    const account = accountName({ kind: 'share', meter });
    const posted = postings.find((one) => one.account === account)?.amount ?? 0n;
    const due = postedOf(exact) - postedOf(exactByMeter(before.earned, meter));
    invariant(posted === due, `${id} posts ${due} nanos to ${account}, got ${posted}`);
  }
  return {
    currency: before.currency,
    documents: n,
    asOf,
    earned: earnedWith(before.earned, earned),
  };
}

export const exactByMeter = (earned: readonly EarnedByMeter[], meter: string) =>
  earned.find((one) => one.meter === meter)?.exact ?? exactOf(0n);

/** By meter, those of which nothing is left out. */
function earnedWith(
  before: readonly EarnedByMeter[],
  changed: readonly EarnedByMeter[],
): readonly EarnedByMeter[] {
  const next = new Map(before.map((one) => [one.meter, one]));
  for (const one of changed) next.set(one.meter, one);
  return [...next.values()]
    .filter(({ exact }) => exact !== 0n)
    .sort((a, b) => (a.meter < b.meter ? -1 : 1));
}
