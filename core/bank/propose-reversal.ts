import type { SeriesFormat } from '../catalog/series-formats.ts';
import type { BankEntry } from './bank-statement.ts';
import type { KnownPayers, KnownPayment } from './known-invoice.ts';
import { invoicesNamed, numbersNamed } from './named-invoices.ts';
import { nameKeys } from './payer-name.ts';
import { type EntryProposal, noProposal } from './proposal.ts';

/** The rail of what a bank tells of. */
export const bankRail = 'bank';

/**
 * Of money out that was returned or reversed: the payment that it takes back, of the invoices that it names, else of
 * the customer that is so called, in the same amount. Of several the latest, which is then likely only.
 */
export function proposeReversal(
  entry: BankEntry,
  format: SeriesFormat,
  known: KnownPayers,
  reversed: ReadonlySet<string>,
): EntryProposal {
  if (!entry.isReversal && entry.returnReason === undefined) return noProposal('money out');
  const { texts, references } = numbersNamed(entry, format);
  const named = invoicesNamed([...references, ...texts], known.invoices);
  const fits = ({ id, rail, amount }: KnownPayment): boolean =>
    rail === bankRail && amount === -entry.amount && !reversed.has(id);
  const ofNumbers = named.flatMap(({ payments }) => payments).filter(fits);
  const latest = ofNumbers.at(-1);
  if (latest !== undefined) {
    return {
      ...{ sureness: ofNumbers.length === 1 ? 'exact' : 'likely', matched: ['number', 'amount'] },
      ...{ why: returned(entry), applied: [], candidates: [], reverses: latest },
    };
  }
  const keys = nameKeys(entry.counterparty.name ?? '');
  const customers = [...new Set(keys.flatMap((key) => known.byName.get(key) ?? []))];
  const [customer] = customers;
  const ofName = customer === undefined ? [] : (known.payments.get(customer) ?? []).filter(fits);
  const last = customers.length === 1 ? ofName.at(-1) : undefined;
  if (last !== undefined) {
    return {
      ...{ sureness: 'likely', matched: ['amount', 'name'], why: returned(entry) },
      ...{ applied: [], candidates: [], reverses: last },
    };
  }
  return noProposal(`${returned(entry)}, and no payment of this amount is known`, {
    candidates: customers.slice(0, 5),
  });
}

const returned = ({ returnReason }: BankEntry): string =>
  returnReason === undefined ? 'the bank took it back' : `the bank took it back: ${returnReason}`;
