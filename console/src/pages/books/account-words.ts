import type { AnswerOf } from '../../api.ts';
import { linkTo } from '../../place.ts';

export type Entry = AnswerOf<'GET /v1/accounts/{account}/entries'>['entries'][number];

/** Sums over all customers stand as `customers:…`, over all payees as `payees:…`: only each one's own has entries. */
export const hasEntries = (account: string): boolean => !/^(?:customers|payees):/.test(account);

/** What an account is of, for people. Assets are positive, revenue and tax owed are negative. */
export function accountMeans(account: string): string {
  const [kind = '', first = '', second] = account.split(':');
  switch (kind) {
    case 'customers':
      return first === 'receivable' ? 'what all customers owe' : 'what waits for next invoices';
    case 'customer':
      return second === 'receivable' ? 'what it owes' : 'what waits for its next invoice';
    case 'revenue':
      return `earned by ${second === undefined ? 'a meter' : (revenueOf[first] ?? first)}`;
    case 'deferred': {
      const source = second === undefined ? 'a meter' : (revenueOf[first] ?? first);
      return `charged in advance by ${source}, until its month is closed`;
    }
    case 'tax':
      return 'tax that is owed';
    case 'cash':
      return 'payments that came in';
    case 'payees':
      return 'what all payees are owed';
    case 'payee':
      return 'what it is owed';
    case 'share':
      return 'what payees earned by a meter';
    case 'payout':
      return 'payouts that are on their way';
    default:
      return '';
  }
}

const revenueOf: Readonly<Record<string, string>> = {
  fee: 'a fee',
  minimum: 'a minimum',
  other: 'other amounts',
};

/** Where the document of an entry is shown: with its payee; a payment, and what voids, with their invoice. */
export function documentLink({ document, kind, payee }: Entry): string | undefined {
  if (payee !== undefined) return linkTo('payees', payee);
  return kind === 'payment' || kind === 'void' ? undefined : linkTo('invoices', document);
}
