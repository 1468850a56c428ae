import type { Currency } from '../kernel/currency.ts';
import { type ExactAmount, exactOf } from '../kernel/exact-amount.ts';
import { invariant } from '../kernel/invariant.ts';
import { exactFromNanos, nanosOf } from '../kernel/money.ts';
import { accountName } from './account.ts';
import { carryKey } from './carry-key.ts';
import type { Carry, CustomerCell, CustomerTotals } from './cell.ts';
import type { BooksDocument, CarryChange } from './document.ts';
import type { DocumentEntry, DocumentPlace } from './document-entry.ts';
import { unappliedAfter } from './fold-unapplied.ts';
import { kindOf, monthOf } from './kinds/kinds.ts';

export const noCustomer = (customer: string): CustomerCell => ({
  kind: 'customer',
  customer,
  carry: [],
  totals: [],
  closed: [],
  pages: 0,
  documents: [],
});

/** A customer after one more of its documents. Throws when what is recognised is not what is invoiced and carried. */
export function customerAfter(
  cell: CustomerCell,
  document: BooksDocument,
  place: DocumentPlace,
): CustomerCell {
  const { unapplied: before, ...others } = cell;
  const unapplied = unappliedAfter(before ?? [], document);
  const next: CustomerCell = {
    ...others,
    carry: carryAfter(cell.carry, document),
    totals: totalsAfter(cell, document),
    closed: kindOf(document).closedAfter(cell.closed, document, place),
    documents: [...cell.documents, entryOf(document, place)],
    ...(unapplied.length === 0 ? {} : { unapplied }),
  };
  const fault = conservationFault(next);
  invariant(fault === undefined, `after ${document.id}: ${fault}`);
  return next;
}

/** What a customer carries in a currency, exactly. */
const carriedOf = (cell: CustomerCell, currency: string): ExactAmount =>
  exactOf(
    cell.carry
      .filter((carry) => carry.currency === currency)
      .reduce<bigint>((sum, carry) => sum + exactFromNanos(carry.amount) + carry.residue, 0n),
  );

/** Says where `recognised` is not `invoiced` plus what is carried. */
export function conservationFault(cell: CustomerCell): string | undefined {
  for (const { currency, recognised, invoiced } of cell.totals) {
    const accounted = exactFromNanos(invoiced) + carriedOf(cell, currency);
    if (recognised !== accounted) {
      return `${JSON.stringify(cell.customer)} was charged ${recognised}e-24 ${currency} exactly, but ${accounted}e-24 is invoiced or carried`;
    }
  }
  return undefined;
}

function carryAfter(carries: readonly Carry[], document: BooksDocument): readonly Carry[] {
  const changes = monthOf(document)?.carry ?? [];
  if (changes.length === 0) return carries;
  const next = new Map(carries.map((carry) => [keyOf(carry.currency, carry), carry]));
  for (const change of changes) {
    const key = keyOf(document.currency, change);
    ensureCarriesOn(next.get(key), change, document.id);
    next.set(key, {
      currency: document.currency,
      taxCode: change.taxCode,
      amount: change.out,
      residue: change.residueOut,
      ...(change.taxed === undefined ? {} : { taxed: change.taxed }),
    });
  }
  return [...next.entries()]
    .filter(([, { amount, residue }]) => amount !== 0n || residue !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, carry]) => carry);
}

const keyOf = (currency: Currency, of: Parameters<typeof carryKey>[0]): string =>
  JSON.stringify([currency, carryKey(of)]);

function ensureCarriesOn(carry: Carry | undefined, change: CarryChange, id: string): void {
  invariant(
    change.in === (carry?.amount ?? 0n) && change.residueIn === (carry?.residue ?? 0n),
    `${id} takes in what is carried of ${change.taxCode}, ${carry?.amount ?? 0n} nanos, got ${change.in}`,
  );
}

const noTotals = (currency: Currency): CustomerTotals => ({
  currency,
  recognised: exactOf(0n),
  invoiced: nanosOf(0n),
  credited: nanosOf(0n),
  receivable: nanosOf(0n),
});

/** What is charged counts in the document's currency, what is owed in that of each posting. */
function totalsAfter(
  { customer, totals }: CustomerCell,
  document: BooksDocument,
): readonly CustomerTotals[] {
  const next = new Map<Currency, CustomerTotals>(totals.map((total) => [total.currency, total]));
  const of = (currency: Currency) => next.get(currency) ?? noTotals(currency);
  const { recognised, invoiced, credited } = kindOf(document).totals(document);
  const before = of(document.currency);
  next.set(document.currency, {
    ...before,
    recognised: exactOf(before.recognised + recognised),
    invoiced: nanosOf(before.invoiced + invoiced),
    credited: nanosOf(before.credited + credited),
  });
  const receivable = accountName({ kind: 'receivable', customer });
  for (const { account, currency, amount } of document.postings) {
    if (account !== receivable) continue;
    const owed = of(currency);
    next.set(currency, { ...owed, receivable: nanosOf(owed.receivable + amount) });
  }
  return [...next.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

function entryOf(document: BooksDocument, { seq, index }: DocumentPlace): DocumentEntry {
  const { id, kind, currency } = document;
  const month = monthOf(document);
  return {
    seq,
    index,
    id,
    kind,
    currency,
    ...(month === undefined ? {} : { period: month.period.month }),
  };
}
