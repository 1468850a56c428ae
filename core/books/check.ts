import { type ExactAmount, exactOf } from '../kernel/exact-amount.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { InvariantViolation } from '../kernel/invariant.ts';
import { documentsUncheckedIn } from './block.ts';
import type { Books } from './books.ts';
import type { Cell, CellKey } from './cell.ts';
import { cellDifference } from './cell-difference.ts';
import { contentFault } from './content-fault.ts';
import { CustomerWorth } from './customer-worth.ts';
import { DeferredMonths } from './deferred-months.ts';
import type { BooksDocument } from './document.ts';
import type { Numbered } from './document-head.ts';
import { BlockChanges, keyText } from './fold.ts';
import { conservationFault } from './fold-customer.ts';
import { numberedOf } from './kinds/kinds.ts';
import { PayeeAccounts } from './payee-accounts.ts';
import type { BooksCells, BooksLog } from './ports.ts';
import { PostedBalances } from './posted-balances.ts';
import { blocksFrom } from './reading.ts';
import { noteKept, RefoldedCells } from './refolded-cells.ts';
import { SpentPayments } from './spent-payments.ts';

/** Something in the books, or in what is projected from them, that is not as it must be. */
interface BooksFault {
  readonly code:
    | 'unbalanced'
    | 'hole'
    | 'numbering-gap'
    | 'number-repeated'
    | 'document-repeated'
    | 'not-conserved'
    | 'still-deferred'
    | 'content-differs'
    | 'balance-differs'
    | 'not-foldable'
    | 'unreadable'
    | 'projection-differs';
  readonly detail: string;
  /** Of a projection, what the log makes of it, and what is kept: as far as tells them apart. */
  readonly expected?: string;
  readonly found?: string;
}

/** What a check has seen. */
export interface BooksReport {
  readonly blocks: number;
  readonly documents: number;
  readonly faults: readonly BooksFault[];
}

const KEYS_PER_READ = 200;
const READS_AT_ONCE = 8;
/** Traffic moves cells on while they are compared; each time only those that differed are compared again. */
const LOOKS_MAX = 5;

/**
 * Brings the projections up to the log, then checks: what a writer that died has left undone is no fault of the books.
 * Where something cannot be read or folded it goes no further, and the check says what.
 */
export async function catchUpAndCheck(
  ports: { readonly books: Books; readonly log: BooksLog; readonly cells: BooksCells },
  tenant: string,
): Promise<BooksReport> {
  const settle = async (): Promise<void> => {
    try {
      await ports.books.catchUp(tenant);
    } catch (error) {
      if (!(error instanceof InvariantViolation)) throw error;
    }
  };
  await settle();
  return checkBooks({ ...ports, settle }, tenant);
}

/**
 * Reads all books of a tenant, from the first block, and compares: every document balances, numbers have no gap and no
 * repeat, no document is there twice, what was charged is invoiced or carried for every customer, what payees have
 * earned is posted, stated and paid once, and, where `cells` are given, the projections are what the log makes of them,
 * to the byte. Changes nothing; answers every fault it finds.
 *
 * Others may write meanwhile. What differs is compared again with what the log has by then, after `settle` has let
 * writers put what their blocks promise.
 */
export async function checkBooks(
  { log, cells, settle }: CheckPorts,
  tenant: string,
): Promise<BooksReport> {
  const fold = new CheckingFold();
  await fold.readOn(log, tenant);
  if (cells === undefined) return fold.report();
  let differing = await fold.differing(cells, tenant, fold.keys());
  for (let look = 1; differing.length > 0 && look < LOOKS_MAX; look += 1) {
    await settle?.();
    const isMore = await fold.readOn(log, tenant);
    const keys = differing.map(({ key }) => key);
    const again = await fold.differing(cells, tenant, keys);
    const isOver = !isMore && again.length === keys.length;
    differing = again;
    if (isOver) break;
  }
  return fold.report(differing.map(({ fault }) => fault));
}

interface CheckPorts {
  readonly log: BooksLog;
  readonly cells: BooksCells | undefined;
  readonly settle?: () => Promise<void>;
}

/** A cell that is not as the log has it. */
interface DifferingCell {
  readonly key: CellKey;
  readonly fault: BooksFault;
}

/**
 * Folds a log while looking for what must not be in it. What is wrong is noted once, and the fold goes on where it can.
 */
class CheckingFold {
  readonly #faults: BooksFault[] = [];
  readonly #cells = new RefoldedCells();
  readonly #ids = new Set<string>();
  readonly #numbers = new Set<string>();
  readonly #lastOrdinals = new Map<string, number>();
  readonly #worth = new CustomerWorth();
  readonly #posted = new PostedBalances();
  readonly #spent = new SpentPayments();
  readonly #deferred = new DeferredMonths();
  readonly #payees = new PayeeAccounts();
  #blocks = 0;
  #documents = 0;

  /** Folds what the log has past what was folded; answers whether there was anything. */
  async readOn(log: BooksLog, tenant: string): Promise<boolean> {
    const before = this.#blocks;
    for await (const { seq, bytes } of blocksFrom(log, tenant, before + 1)) this.#add(seq, bytes);
    return this.#blocks > before;
  }

  /** Of all that is projected from what was folded. */
  keys(): readonly CellKey[] {
    return this.#cells.all().map(({ key }) => key);
  }

  /** Compares some projections with what was folded. */
  async differing(
    stored: BooksCells,
    tenant: string,
    keys: readonly CellKey[],
  ): Promise<readonly DifferingCell[]> {
    const found = new Map<string, Cell>();
    const unreadable: DifferingCell[] = [];
    for (let start = 0; start < keys.length; start += KEYS_PER_READ) {
      const batch = keys.slice(start, start + KEYS_PER_READ);
      for (const { key, cell } of await readingsOf(stored, tenant, batch)) {
        if (cell instanceof InvariantViolation) {
          const detail = `${keyText(key)}: ${cell.message}`;
          unreadable.push({ key, fault: { code: 'unreadable', detail } });
        } else if (cell !== undefined) noteKept(found, { key, cell });
      }
    }
    const unread = new Set(unreadable.map(({ key }) => keyText(key)));
    const others = keys.filter((key) => !unread.has(keyText(key)));
    return [...unreadable, ...others.flatMap((key) => this.#differingAt(key, found))];
  }

  report(differing: readonly BooksFault[] = []): BooksReport {
    this.#faults.push(...differing);
    for (const { cell } of this.#cells.all()) {
      if (cell.value.kind !== 'customer') continue;
      const detail = conservationFault(cell.value);
      if (detail !== undefined) this.#note('not-conserved', detail);
    }
    for (const detail of this.#worth.faults()) this.#note('not-conserved', detail);
    for (const detail of this.#spent.faults()) this.#note('not-conserved', detail);
    for (const detail of this.#payees.faults()) this.#note('not-conserved', detail);
    for (const detail of this.#deferred.faults()) this.#note('still-deferred', detail);
    this.#compareBalances();
    return { blocks: this.#blocks, documents: this.#documents, faults: this.#faults };
  }

  /** A document that does not fold is in no balance, which is a fault already. */
  #compareBalances(): void {
    if (this.#faults.some(({ code }) => code === 'not-foldable')) return;
    const folded = this.#cells.all().map(({ cell }) => cell);
    for (const detail of this.#posted.faults(folded)) this.#note('balance-differs', detail);
    for (const detail of this.#posted.strangers(folded)) this.#note('balance-differs', detail);
    for (const detail of this.#spent.differences(folded)) this.#note('balance-differs', detail);
    for (const detail of this.#payees.differences(folded)) this.#note('balance-differs', detail);
  }

  #add(seq: number, bytes: Uint8Array): void {
    if (seq !== this.#blocks + 1) {
      this.#note('hole', `block ${seq} follows block ${this.#blocks}`);
    }
    this.#blocks = seq;
    const documents = this.#read(seq, bytes);
    for (const document of documents) this.#look(document);
    this.#fold(new BlockChanges({ seq, documents }));
  }

  #read(seq: number, bytes: Uint8Array): BooksDocument[] {
    try {
      return documentsUncheckedIn(bytes);
    } catch (error) {
      this.#note('unreadable', `block ${seq}: ${messageOf(error)}`);
      return [];
    }
  }

  #look(document: BooksDocument): void {
    this.#documents += 1;
    this.#worth.add(document);
    this.#deferred.add(document);
    this.#posted.add(document.postings);
    this.#spent.add(document);
    this.#payees.add(document);
    if (this.#ids.has(document.id)) this.#note('document-repeated', document.id);
    this.#ids.add(document.id);
    for (const [currency, sum] of sumsOf(document)) {
      if (sum !== 0n) this.#note('unbalanced', `${document.id} by ${sum} nanos of ${currency}`);
    }
    const numbered = numberedOf(document);
    if (numbered !== undefined) this.#lookAtNumber(numbered);
    const fault = contentFault(document);
    if (fault !== undefined) this.#note('content-differs', fault);
  }

  #lookAtNumber({ number, series, ordinal }: Numbered): void {
    const last = this.#lastOrdinals.get(series) ?? 0;
    if (this.#numbers.has(number)) {
      this.#note('number-repeated', number);
    } else if (ordinal !== last + 1) {
      this.#note('numbering-gap', `${number} follows number ${last} of ${series}`);
    }
    this.#numbers.add(number);
    this.#lastOrdinals.set(series, Math.max(ordinal, last));
  }

  #fold(changes: BlockChanges): void {
    for (const key of changes.keys()) {
      try {
        this.#cells.apply(changes, key);
      } catch (error) {
        if (!(error instanceof InvariantViolation)) throw error;
        this.#note('not-foldable', error.message);
      }
    }
  }

  #differingAt(key: CellKey, found: ReadonlyMap<string, Cell>): readonly DifferingCell[] {
    const differing = cellDifference(this.#cells.at(key), found.get(keyText(key)));
    if (differing === undefined) return [];
    const { what, ...values } = differing;
    const detail = `${keyText(key)} ${what}`;
    return [{ key, fault: { code: 'projection-differs', detail, ...values } }];
  }

  #note(code: BooksFault['code'], detail: string): void {
    this.#faults.push({ code, detail });
  }
}

/** What a read of a cell came to. */
interface Reading {
  readonly key: CellKey;
  readonly cell: Cell | undefined | InvariantViolation;
}

/** A batch with a cell that cannot be read is read cell by cell, so that all others are compared. */
export async function readingsOf(
  stored: Pick<BooksCells, 'read'>,
  tenant: string,
  keys: readonly CellKey[],
): Promise<readonly Reading[]> {
  try {
    const cells = await stored.read(tenant, keys);
    return keys.map((key, index) => ({ key, cell: cells[index] }));
  } catch (error) {
    if (!(error instanceof InvariantViolation)) throw error;
    if (keys.length === 1) return keys.map((key) => ({ key, cell: error }));
    const each = await inParallel(READS_AT_ONCE, keys, (key) => readingsOf(stored, tenant, [key]));
    return each.flat();
  }
}

function sumsOf({ postings }: BooksDocument): ReadonlyMap<string, ExactAmount> {
  const sums = new Map<string, ExactAmount>();
  for (const { currency, amount } of postings) {
    sums.set(currency, exactOf((sums.get(currency) ?? 0n) + amount));
  }
  return sums;
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
