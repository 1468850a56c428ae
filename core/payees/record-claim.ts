import type { Books } from '../books/books.ts';
import { documentId } from '../books/document.ts';
import { payableOf } from '../books/owed.ts';
import type { Page } from '../books/page.ts';
import { netPostings } from '../books/postings.ts';
import type { Currency } from '../kernel/currency.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import { monthOfDate } from '../kernel/month.ts';
import { localDate, type TimeZone, utc } from '../kernel/time-zone.ts';
import { type RecordedOfPayee, refused } from './outcome.ts';
import { balanceOn, datedNow, documentKey, isThere, owing, payeeKey } from './payee-on-page.ts';

/** What stands under one key and is another payee's. */
export interface ClaimRequest {
  readonly from: string;
  readonly payee: string;
  readonly currency: Currency;
  /** All that is owed, where it is left out. */
  readonly amount?: Nanos | undefined;
  readonly reason: string;
  /** The caller's word for it: with the payee it says which claim this is. */
  readonly key: string;
  /** The seller's, by which days are told. */
  readonly timeZone: TimeZone;
}

const claimId = ({ payee, key }: ClaimRequest): string => documentId('claim', [payee, key]);

/** As claims were named that took another key or currency for another claim: told again, they are found. */
const formerId = ({ from, payee, currency, key }: ClaimRequest): string =>
  documentId('claim', [from, payee, currency, key]);

/** Records a claim once, however often it is told. */
export const recordClaim = (
  books: Books,
  tenant: string,
  request: ClaimRequest,
): Promise<RecordedOfPayee> =>
  books.record(tenant, {
    cells: [
      ...[payeeKey(request.from), payeeKey(request.payee)],
      ...[documentKey(claimId(request)), documentKey(formerId(request))],
    ],
    originals: [],
    decide: (page) => claimOn(page, request),
  });

/** Adds a claim that is not there yet, if so much is owed. Its cells and those of both payees were asked for. */
function claimOn(page: Page, request: ClaimRequest): RecordedOfPayee {
  const { from, payee, currency, reason } = request;
  const id = claimId(request);
  if (isThere(page, id)) return { outcome: 'already', id };
  const former = formerId(request);
  if (isThere(page, former)) return { outcome: 'already', id: former };
  const owed = payableOf(balanceOn(page, { payee: from, currency }));
  const { amount = owed } = request;
  if (from === payee || amount <= 0n || amount > owed) return refused('short');
  const { recordedAt } = page;
  page.add({
    kind: 'claim',
    ...{ id, payee, from, currency, reason, amount, recordedAt },
    ...datedNow(page, request.timeZone),
    month: monthOfDate(localDate(recordedAt, utc)),
    postings: netPostings([
      owing(from, currency, nanosOf(-amount)),
      owing(payee, currency, amount),
    ]),
  });
  return { outcome: 'recorded', id };
}
