import { accountName } from '../books/account.ts';
import type { Books } from '../books/books.ts';
import { documentId } from '../books/document.ts';
import { netOf } from '../books/net-payout.ts';
import type { Page } from '../books/page.ts';
import type { PayoutState } from '../books/payee-cell.ts';
import type { PayoutDocument } from '../books/payee-document.ts';
import { netPostings } from '../books/postings.ts';
import { nanosOf } from '../kernel/money.ts';
import type { TimeZone } from '../kernel/time-zone.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { type RecordedOfPayee, refused } from './outcome.ts';
import { dated, documentKey, owing, payeeKey } from './payee-on-page.ts';
import { recordEach } from './record-each.ts';
import { payoutFees } from './record-payouts.ts';

/** What a rail says of a payout. */
interface ToldOfPayout {
  /** Its id. */
  readonly payout: string;
  /** The payee's key: its cell is asked for with the payout. */
  readonly payee: string;
  /** The rail's own word for what it tells. */
  readonly reference: string;
  /** When it happened. */
  readonly at: Timestamp;
  /** The seller's, by which days are told. */
  readonly timeZone: TimeZone;
}

/** A rail has paid. */
export type PayoutSettled = ToldOfPayout;

/** A payout came back, or never went. */
export interface PayoutReturned extends ToldOfPayout {
  readonly reason: string;
  /** The fee is not given back. */
  readonly keepsFee?: true;
}

/** Records that rails have paid, many in a block; answers what each came to, in their order. */
export const settlePayouts = (
  books: Books,
  tenant: string,
  told: readonly PayoutSettled[],
): Promise<readonly RecordedOfPayee[]> =>
  recordEach(books, tenant, told, { ...asked, decide: settlePayout });

/** Records that payouts are owed again, many in a block; answers what each came to, in their order. */
export const returnPayouts = (
  books: Books,
  tenant: string,
  told: readonly PayoutReturned[],
): Promise<readonly RecordedOfPayee[]> =>
  recordEach(books, tenant, told, { ...asked, decide: returnPayout });

const asked = {
  cellsOf: ({ payee }: ToldOfPayout) => [payeeKey(payee)],
  originalsOf: ({ payout }: ToldOfPayout) => [payout],
};

/** Adds a settlement that is not there yet. The payout and the cell of its payee were asked for. */
function settlePayout(page: Page, told: PayoutSettled): RecordedOfPayee {
  const found = payoutOn(page, told);
  if (found === undefined) return refused('unknown');
  const { payout, state } = found;
  if (state.settledBy !== undefined) return { outcome: 'already', id: state.settledBy };
  if (state.returnedBy !== undefined) return refused('returned');
  const when = datedOf(page, payout, told);
  if (when === undefined) return refused('misdated');
  const { payee, currency, rail } = payout;
  const id = documentId('payout-settlement', [payout.id]);
  const amount = netOf(payout);
  page.add({
    kind: 'payout-settlement',
    ...{ id, payee, currency, payout: payout.id, rail, reference: told.reference, amount },
    ...{ recordedAt: page.recordedAt, ...when },
    postings: netPostings([
      { account: accountName({ kind: 'payout', rail }), currency, amount },
      { account: accountName({ kind: 'cash', rail }), currency, amount: nanosOf(-amount) },
    ]),
  });
  return { outcome: 'recorded', id };
}

/** Adds a return that is not there yet. The payout and the cell of its payee were asked for. */
function returnPayout(page: Page, told: PayoutReturned): RecordedOfPayee {
  const found = payoutOn(page, told);
  if (found === undefined) return refused('unknown');
  const { payout, state } = found;
  const id = documentId('payout-return', [payout.id]);
  if (state.returnedBy !== undefined) return { outcome: 'already', id: state.returnedBy };
  const when = datedOf(page, payout, told);
  if (when === undefined) return refused('misdated');
  const { payee, currency, rail } = payout;
  const net = netOf(payout);
  const fee = told.keepsFee === true ? nanosOf(0n) : nanosOf(payout.amount - net);
  const amount = nanosOf(net + fee);
  const isSettled = state.settledBy !== undefined;
  const source = { of: 'other', key: payoutFees } as const;
  page.add({
    kind: 'payout-return',
    ...{ id, payee, currency, payout: payout.id, rail, reference: told.reference },
    ...{ reason: told.reason, amount, recordedAt: page.recordedAt, ...when },
    ...(fee === 0n ? {} : { fee }),
    ...(isSettled ? { wasSettled: true } : {}),
    postings: netPostings([
      {
        account: accountName({ kind: isSettled ? 'cash' : 'payout', rail }),
        currency,
        amount: net,
      },
      { account: accountName({ kind: 'revenue', source }), currency, amount: fee },
      owing(payee, currency, amount),
    ]),
  });
  return { outcome: 'recorded', id };
}

function payoutOn(
  page: Page,
  told: ToldOfPayout,
): { readonly payout: PayoutDocument; readonly state: PayoutState } | undefined {
  const payout = page.originals.get(told.payout);
  if (payout?.kind !== 'payout' || payout.payee !== told.payee) return undefined;
  return { payout, state: page.at(documentKey(payout.id))?.payout ?? {} };
}

/** Undefined for a day before the payout's, and for what is yet to come. */
function datedOf(page: Page, payout: PayoutDocument, { at, timeZone }: ToldOfPayout) {
  const when = dated(at, timeZone);
  return at > page.recordedAt || when.day < payout.day ? undefined : when;
}
