import type { SeriesFormat } from '../catalog/series-formats.ts';
import { amountText, nanosOf } from '../kernel/money.ts';
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
  const isOpen = ({ id, rail, currency, isReversed }: KnownPayment): boolean =>
    !isReversed && rail === bankRail && currency === entry.currency && !told.has(id);
  const fits = (payment: KnownPayment): boolean =>
    isOpen(payment) && (payment.amount === -entry.amount || payment.amount === entry.instructed);
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
  const paid = named.flatMap(({ payments }) => payments).filter(isOpen);
  const ofNumbers = paid.filter(fits);
  const [latest, isOnly] = [ofNumbers.at(-1), ofNumbers.length === 1];
  const why = returned(entry);
  const found = { why, applied: [], candidates: [] };
  if (latest !== undefined) {
    const sureness = isOnly ? 'exact' : 'likely';
    return { sureness, matched: ['number', 'amount'], ...found, reverses: latest };
  }
  const last = moved.findLast(({ kind }) => kind === 'payment');
  if (last !== undefined) return { sureness: 'likely', ...byName, ...found, reverses: last };
  const charged = chargedOf(entry, paid);
  if (charged !== undefined) return { ...charged, why: `${why}, ${charged.why}`, ...nobody };
  return noProposal(`${why}, and no payment of this amount is known`, {
    candidates: customers.slice(0, 5),
  });
}

const nobody = { applied: [], candidates: [] };

/** What banks charge for a return at most, in whole units of most currencies. */
const CHARGES_MAX = 100_000_000_000n;

/** A table seldom says what was instructed: then the only payment of its invoices that the charges leave is likely. */
function chargedOf(
  { amount, currency, instructed }: BankEntry,
  paid: readonly KnownPayment[],
): Pick<EntryProposal, 'sureness' | 'matched' | 'why' | 'reverses'> | undefined {
  if (instructed !== undefined) return undefined;
  const less = paid.filter((one) => one.amount < -amount && -amount - one.amount <= CHARGES_MAX);
  const [reverses, ...others] = less;
  if (reverses === undefined || others.length > 0) return undefined;
  const charges = amountText(nanosOf(-amount - reverses.amount), currency);
  return {
    sureness: 'likely',
    matched: ['number'],
    why: `with charges of ${charges} ${currency}`,
    reverses,
  };
}

const byName = { matched: ['amount', 'name'] } as const;

const namesakes = ({ counterparty }: BankEntry, { byName: called }: KnownPayers): string[] => [
  ...new Set(nameKeys(counterparty.name ?? '').flatMap((key) => called.get(key) ?? [])),
];

function returned({ returnReason, instructed }: BankEntry): string {
  const why = returnReason === undefined ? '' : `: ${returnReason}`;
  return `the bank took it back${why}${instructed === undefined ? '' : ', with charges'}`;
}
