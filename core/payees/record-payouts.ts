import { accountName } from '../books/account.ts';
import type { Books } from '../books/books.ts';
import { documentId } from '../books/document.ts';
import { netOf } from '../books/net-payout.ts';
import { payableNow } from '../books/owed.ts';
import type { Page } from '../books/page.ts';
import { netPostings } from '../books/postings.ts';
import type { Currency } from '../kernel/currency.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { invariant } from '../kernel/invariant.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import type { TimeZone } from '../kernel/time-zone.ts';
import { type RecordedOfPayee, refused } from './outcome.ts';
import { balanceOn, datedNow, documentKey, isThere, owing, payeeKey } from './payee-on-page.ts';
import { recordEach } from './record-each.ts';

/** A payout that is about to go over a rail. */
export interface PayoutRequest {
  /** The run that it is of; with the payee and the currency it says which payout this is. */
  readonly run: string;
  readonly payee: string;
  readonly currency: Currency;
  readonly rail: string;
  /** What we call it on the rail. */
  readonly reference: string;
  /** By how much less is owed then. */
  readonly amount: Nanos;
  /** What of it is our fee: less than all of it. */
  readonly fee?: Nanos | undefined;
  /** What was stated in so many days is held back. */
  readonly reserveDays: number;
  /** The seller's, by which days are told. */
  readonly timeZone: TimeZone;
}

export const payoutId = ({
  run,
  payee,
  currency,
}: Pick<PayoutRequest, 'run' | 'payee' | 'currency'>): string =>
  documentId('payout', [run, payee, currency]);

/** Records payouts once, many in a block; answers what each came to, in their order. */
export const recordPayouts = (
  books: Books,
  tenant: string,
  requests: readonly PayoutRequest[],
): Promise<readonly RecordedOfPayee[]> =>
  recordEach(books, tenant, requests, {
    cellsOf: (request) => [payeeKey(request.payee), documentKey(payoutId(request))],
    originalsOf: () => [],
    decide: recordPayout,
  });

/** Adds a payout that is not there yet, if so much is free. Its cell and that of the payee were asked for. */
function recordPayout(page: Page, request: PayoutRequest): RecordedOfPayee {
  const { run, payee, currency, rail, reference, amount, fee, reserveDays } = request;
  const id = payoutId(request);
  if (isThere(page, id)) return { outcome: 'already', id };
  const net = netOf(definedOnly({ amount, fee }));
  invariant(net > 0n && net <= amount, `${id} is above zero, and its fee not below`);
  const { effectiveAt, day } = datedNow(page, request.timeZone);
  if (payableNow(balanceOn(page, request), { day, reserveDays }) < amount) return refused('short');
  const source = { of: 'other', key: payoutFees } as const;
  page.add({
    kind: 'payout',
    ...{ id, payee, currency, run, rail, reference, amount, day },
    ...(fee === undefined || fee === 0n ? {} : { fee }),
    ...{ recordedAt: page.recordedAt, effectiveAt },
    postings: netPostings([
      owing(payee, currency, -amount),
      { account: accountName({ kind: 'payout', rail }), currency, amount: nanosOf(-net) },
      {
        account: accountName({ kind: 'revenue', source }),
        currency,
        amount: nanosOf(net - amount),
      },
    ]),
  });
  return { outcome: 'recorded', id };
}

/** Where fees of payouts are earned: `revenue:other:payout-fees`. */
export const payoutFees = 'payout-fees';
