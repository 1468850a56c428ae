import type { BankEntry } from '../../core/bank/bank-statement.ts';
import type { KnownInvoice, KnownPayers } from '../../core/bank/known-invoice.ts';
import { nameKeys } from '../../core/bank/payer-name.ts';
import { Proposals } from '../../core/bank/propose.ts';
import { defaultSeries } from '../../core/catalog/series-formats.ts';
import { nanosText } from '../../core/kernel/money.ts';
import { utc } from '../../core/kernel/time-zone.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { nanos } from '../fixtures/invoicing.ts';

/** An invoice of `press` unless it says another, with the next number. */
export type SomeInvoice = Partial<Omit<KnownInvoice, 'due'>> & { readonly due: string };
/** An entry that the bank has booked. */
export type SomeEntry = Partial<Omit<BankEntry, 'amount'>> & {
  readonly amount: string;
  readonly text?: string;
  readonly name?: string;
};

const anInvoice = ({ due, ...given }: SomeInvoice, index: number): KnownInvoice => {
  const number = given.number ?? `INV-2026-00000${index + 1}`;
  return {
    ...{ id: `inv_${number}`, number, customer: 'press', currency: 'EUR', due: nanos(due) },
    ...{ dueAt: timestampOf(index), isVoid: false, payments: [], ...given },
  };
};

const names: Readonly<Record<string, string>> = { press: 'Press Review Ltd', radio: 'Radio Nord' };

/** Money of `press` can be from 2025 on; it is 1 April 2026. */
function knownOf(given: readonly SomeInvoice[]): KnownPayers {
  const invoices = given.map(anInvoice);
  const of = (customer: string) => invoices.filter((one) => one.customer === customer);
  return {
    firstDays: new Map([['press', { first: '2025-01-01', why: 'a year before it was billed' }]]),
    ...{ timeZone: utc, now: timestampOf(Date.UTC(2026, 3, 1)) },
    invoices: new Map(invoices.map((one) => [one.number, one])),
    wallets: new Map(),
    byName: new Map(
      Object.entries(names).flatMap(([key, name]) =>
        nameKeys(name).map((words) => [words, [key]] as const),
      ),
    ),
    open: new Map(Object.keys(names).map((key) => [key, of(key)])),
    moved: new Map(
      Object.keys(names).map((key) => [
        key,
        of(key).flatMap(({ payments }) =>
          payments.map((one) => ({ ...one, kind: 'payment' as const })),
        ),
      ]),
    ),
  };
}

const anEntry = ({ amount, text, name, ...given }: SomeEntry, index: number): BankEntry => ({
  ...{ place: index + 1, line: index + 2, state: 'booked', currency: 'EUR', isReversal: false },
  ...{ amount: nanos(amount), texts: text === undefined ? [] : [text], references: [] },
  counterparty: name === undefined ? {} : { name },
  cause: [String(index)],
  ...given,
});

/** What is proposed of each entry, where these invoices are all there are. */
export function proposed(invoices: readonly SomeInvoice[], entries: readonly SomeEntry[]) {
  const proposals = new Proposals([defaultSeries.invoice], knownOf(invoices));
  return entries.map((entry, index) => {
    const found = proposals.next(anEntry(entry, index));
    const applied = found.applied.map(
      ({ invoice, amount }) => `${invoice.number}=${nanosText(amount)}`,
    );
    return { ...found, applied: applied.join(' ') };
  });
}
/** What is proposed of an entry. */
export const proposedOf = (invoices: readonly SomeInvoice[], entry: SomeEntry) =>
  proposed(invoices, [entry])[0];
