import type { SeriesFormat } from '../catalog/series-formats.ts';
import type { BankEntry } from './bank-statement.ts';
import type { KnownPayers, KnownPayment, MovedMoney } from './known-invoice.ts';
import { invoicesNamed, numbersNamed } from './named-invoices.ts';
import { nameKeys } from './payer-name.ts';
import { type EntryProposal, noProposal } from './proposal.ts';

/** The rail of what a bank tells of. */
export const bankRail = 'bank';

/** What money out is proposed from. */
interface MoneyOut {
  readonly formats: readonly SeriesFormat[];
  readonly known: KnownPayers;
  /** Ids of what entries before it have told of. */
  readonly told: ReadonlySet<string>;
}

/**
 * Of money out that was returned or reversed: the payment that it takes back, of the invoices that it names, else of
 * the customer that is so called. It is of the same amount or, where charges came with it, of the one that was
 * instructed. Of several the latest, which is then likely only. Of other money out: the refund that it is, which is
 * booked already.
 */
export function proposeOfMoneyOut(entry: BankEntry, out: MoneyOut): EntryProposal {
  const { formats, known, told } = out;
  const fits = ({ id, rail, amount, currency, isReversed }: KnownPayment): boolean =>
    !isReversed &&
    rail === bankRail &&
    currency === entry.currency &&
    (amount === -entry.amount || amount === entry.instructed) &&
    !told.has(id);
  const customers = namesakes(entry, known);
  const [customer, ...others] = customers;
  const moved: readonly MovedMoney[] =
    customer === undefined || others.length > 0
      ? []
      : (known.moved.get(customer) ?? []).filter(fits);
  if (!entry.isReversal && entry.returnReason === undefined) {
    const refund = moved.find(({ kind }) => kind === 'refund');
    if (refund === undefined) return noProposal('money out');
    return { ...noProposal('a refund that is booked', byName), refund: refund.id };
  }
  const { texts, references } = numbersNamed(entry, formats);
  const named = invoicesNamed([...references, ...texts], known.invoices);
  const ofNumbers = named.flatMap(({ payments }) => payments).filter(fits);
  const [latest, isOnly] = [ofNumbers.at(-1), ofNumbers.length === 1];
  const why = returned(entry);
  const found = { why, applied: [], candidates: [] };
  if (latest !== undefined) {
    const sureness = isOnly ? 'exact' : 'likely';
    return { sureness, matched: ['number', 'amount'], ...found, reverses: latest };
  }
  const last = moved.findLast(({ kind }) => kind === 'payment');
  if (last !== undefined) return { sureness: 'likely', ...byName, ...found, reverses: last };
  return noProposal(`${why}, and no payment of this amount is known`, {
    candidates: customers.slice(0, 5),
  });
}

const byName = { matched: ['amount', 'name'] } as const;

const namesakes = ({ counterparty }: BankEntry, { byName: called }: KnownPayers): string[] => [
  ...new Set(nameKeys(counterparty.name ?? '').flatMap((key) => called.get(key) ?? [])),
];

function returned({ returnReason, instructed }: BankEntry): string {
  const why = returnReason === undefined ? '' : `: ${returnReason}`;
  return `the bank took it back${why}${instructed === undefined ? '' : ', with charges'}`;
}
