import { invariant } from '../kernel/invariant.ts';
import type { Month } from '../kernel/month.ts';
import {
  type Cell,
  type CellKey,
  type CellValue,
  cellPlace,
  type DocumentCell,
  type FoldedKey,
  type ValueAt,
} from './cell.ts';
import { deferredMonths } from './deferred.ts';
import type { BooksDocument } from './document.ts';
import type { DocumentPlace } from './document-entry.ts';
import { customerAfter, noCustomer } from './fold-customer.ts';
import { emptyHead, headAfter } from './fold-head.ts';
import { documentCell, invoiceAfter, paymentAfter, payoutAfter } from './fold-invoice.ts';
import { noPayee, payeeAfter } from './fold-payee.ts';
import { payeeMonthAfter, unearnedMonth } from './fold-payee-month.ts';
import { openPeriod, periodAfter } from './fold-period.ts';
import { kindOf, monthOf, numberedOf } from './kinds/kinds.ts';

/** A block of the books, read. */
export interface BooksBlock {
  readonly seq: number;
  readonly documents: readonly BooksDocument[];
}

/** The cells a document changes. */
export function keysOf(document: BooksDocument): FoldedKey[] {
  const { payer, payees = [] } = kindOf(document).parties(document);
  const keys: FoldedKey[] = [{ kind: 'head' }];
  if (payer !== undefined) keys.push({ kind: 'customer', customer: payer });
  for (const payee of payees) keys.push({ kind: 'payee', payee });
  keys.push({ kind: 'document', id: document.id });
  const numbered = numberedOf(document);
  if (numbered !== undefined) keys.push({ kind: 'number', number: numbered.number });
  const { invoice, payment, payout } = kindOf(document).about(document);
  if (invoice !== undefined) keys.push({ kind: 'document', id: invoice });
  if (payment !== undefined) keys.push({ kind: 'document', id: payment });
  if (payout !== undefined) keys.push({ kind: 'document', id: payout });
  const earnedIn = kindOf(document).payeeMonth(document);
  const [payee] = payees;
  if (earnedIn !== undefined && payee !== undefined) {
    keys.push({ kind: 'payee-month', month: earnedIn, payee });
  }
  for (const month of monthsOf(document)) {
    invariant(payer !== undefined, `${document.id} is about the month of somebody who pays`);
    keys.push({ kind: 'period', month, customer: payer });
  }
  return keys;
}

/** The months of its payer that it changes: by what is billed of them, or deferred; of a deposit, the one it names. */
function monthsOf(document: BooksDocument): ReadonlySet<Month> {
  const month = monthOf(document);
  const deferred = deferredMonths(document.postings);
  const deposit = depositIn(document);
  if (month === undefined) return new Set(deposit === undefined ? deferred : [deposit]);
  return new Set([month.period.month, ...month.billed.map(({ period }) => period), ...deferred]);
}

/** The month of a deposit, whose cell says that its payer has one. */
export const depositIn = (document: BooksDocument): Month | undefined =>
  document.kind === 'payment' ? document.deposit : undefined;

/** A cell's value after one more document that changes it. */
export function valueAfter(
  key: FoldedKey,
  value: CellValue | undefined,
  document: BooksDocument,
  place: DocumentPlace,
): CellValue {
  switch (key.kind) {
    case 'head':
      return headAfter(valueAt(key, value) ?? emptyHead, document);
    case 'customer':
      return customerAfter(valueAt(key, value) ?? noCustomer(key.customer), document, place);
    case 'period':
      return periodAfter(valueAt(key, value) ?? openPeriod(key.month, key.customer), document);
    case 'document':
      if (key.id !== document.id) return aboutAfter(valueAt(key, value), key.id, document);
      invariant(value === undefined, `${document.id} is in the books once`);
      return documentCell(document, place);
    case 'number':
      return { kind: 'number', number: key.number, id: document.id };
    case 'payee':
      return payeeAfter(valueAt(key, value) ?? noPayee(key.payee), document, place);
    case 'payee-month':
      return payeeMonthAfter(valueAt(key, value) ?? unearnedMonth(key.month, key.payee), document);
  }
}

/** A document of the books after another that is about it. */
function aboutAfter(cell: DocumentCell | undefined, id: string, document: BooksDocument) {
  const { payment, payout } = kindOf(document).about(document);
  if (payout === id) return payoutAfter(cell, document);
  return payment === id ? paymentAfter(cell, document) : invoiceAfter(cell, document);
}

/** `value` as what stands under keys of that kind. */
export function valueAt<Key extends CellKey>(
  key: Key,
  value: CellValue | undefined,
): ValueAt<Key> | undefined {
  invariant(value === undefined || value.kind === key.kind, `a cell of ${key.kind}`);
  return value as ValueAt<Key> | undefined;
}

/** A key as text, to find it by. */
export function keyText(key: CellKey): string {
  const { partition, sort } = cellPlace('', key);
  return `${partition}${sort}`;
}

/** What the documents of one block change, by cell. */
export class BlockChanges {
  readonly seq: number;
  readonly #changes = new Map<string, { key: FoldedKey; indexes: number[] }>();
  readonly #documents: readonly BooksDocument[];

  constructor({ seq, documents }: BooksBlock) {
    this.seq = seq;
    this.#documents = documents;
    for (const [index, document] of documents.entries()) {
      for (const key of keysOf(document)) this.#of(key).indexes.push(index);
    }
  }

  keys(): FoldedKey[] {
    return [...this.#changes.values()].map(({ key }) => key);
  }

  concerns(key: CellKey): boolean {
    return this.#changes.has(keyText(key));
  }

  /** The cell with this block in it; the cell itself when it is as new, or the block does not concern it. */
  applied(key: CellKey, cell: Cell | undefined): Cell | undefined {
    const change = this.#changes.get(keyText(key));
    if (change === undefined || (cell !== undefined && cell.version >= this.seq)) return cell;
    let value = cell?.value;
    for (const index of change.indexes) {
      const document = this.#documents[index] as BooksDocument;
      value = valueAfter(change.key, value, document, { seq: this.seq, index });
    }
    return value === undefined ? undefined : { version: this.seq, value };
  }

  #of(key: FoldedKey): { indexes: number[] } {
    const text = keyText(key);
    const known = this.#changes.get(text) ?? { key, indexes: [] };
    this.#changes.set(text, known);
    return known;
  }
}
