import { InvariantViolation, invariant } from '../kernel/invariant.ts';
import { laterMonth, type Month, monthOfDate } from '../kernel/month.ts';
import { localDate, utc } from '../kernel/time-zone.ts';
import { documentIn } from './block.ts';
import type { Cell, CellKey, FoldedKey } from './cell.ts';
import { type Paged, type PagedKey, pageOf } from './customer-pages.ts';
import type { BooksDocument } from './document.ts';
import type { DocumentEntry } from './document-entry.ts';
import { depositIn, keyText, valueAt } from './fold.ts';
import { kindOf, monthOf } from './kinds/kinds.ts';
import { loadCells } from './load-cells.ts';
import type { BooksCells, BooksLog } from './ports.ts';

/** Cells that were read after the head, and how far that had come: what its blocks concern was put before it. */
export interface ReadCells {
  readonly head: number;
  readonly stored: ReadonlyMap<string, Cell | undefined>;
  readonly keys: readonly CellKey[];
}

/** Who closed no month for so long, and whose cell is lost, is found by the check of the books alone. */
const MONTHS_BACK = 36;
/** Months that are closed after the first deposit are hardly older. */
const MONTHS_BEFORE_DEPOSIT = 12;
const TENANTS_KNOWN_MAX = 1_000;

/** What is said of the first document of a log. */
interface First {
  readonly id: string;
  readonly month: Month | undefined;
}

/**
 * Tells a cell that was lost from one that never was, by what other cells say of the blocks that the head has:
 * - the first document of the log has a cell, or the projections were emptied;
 * - a month that a customer's list of documents names has a cell, and so has each document of it;
 * - a customer whose month has a cell has one, too: no document comes before one that closes a month, but for
 *   deposits, which name the month in which they were recorded;
 * - payees are as customers: nothing comes before what they have earned of a month, or a claim, which names the month
 *   in which it was recorded.
 *
 * What this cannot see, a document asked for by its id alone above all, the check of the books does.
 */
export class LostCells {
  readonly #log: Pick<BooksLog, 'readOne'>;
  readonly #cells: Pick<BooksCells, 'read'>;
  readonly #firsts = new Map<string, First>();

  constructor({ log, cells }: { readonly log: BooksLog; readonly cells: BooksCells }) {
    this.#log = log;
    this.#cells = cells;
  }

  /** Throws `InvariantViolation` where one of the keys has no cell, and had one. */
  async refuse(tenant: string, { head, stored, keys }: ReadCells): Promise<void> {
    const absent = keys.filter((key) => stored.get(keyText(key)) === undefined);
    if (head === 0 || absent.length === 0) return;
    const known = new Map(stored);
    const first = await this.#first(tenant);
    const owners = [...new Map(absent.flatMap(ownerOf).map((key) => [keyText(key), key])).values()];
    const firstKey = { kind: 'document', id: first.id } as const;
    await this.#load(tenant, known, [firstKey, ...owners]);
    if (known.get(keyText(firstKey)) === undefined) throw lost(tenant, firstKey, head);
    this.#refuseListed(tenant, absent, { head, known });
    await this.#refusePaged(tenant, absent, { head, known });
    await this.#refuseOwners(tenant, owners, { head, known, first });
  }

  /** What the lists of documents that are at hand name. */
  #refuseListed(tenant: string, absent: readonly CellKey[], { head, known }: Known): void {
    const ids = new Set<string>();
    const months = new Map<string, Set<string>>();
    for (const cell of known.values()) {
      const { value } = cell ?? {};
      if (value?.kind !== 'customer' && value?.kind !== 'payee') continue;
      const put = value.documents.filter(({ seq }) => seq <= head);
      for (const { id } of put) ids.add(id);
      months.set(keyText(keyOf(value)), new Set(put.flatMap(({ period }) => period ?? [])));
    }
    const named = absent.find((key) => {
      if (key.kind === 'document') return ids.has(key.id);
      if (!isMonthly(key)) return false;
      return ownerOf(key).some((owner) => months.get(keyText(owner))?.has(key.month) === true);
    });
    if (named !== undefined) throw lost(tenant, named, head);
  }

  /** What full pages name of months: those of whose month is not there. */
  async #refusePaged(
    tenant: string,
    absent: readonly CellKey[],
    { head, known }: Known,
  ): Promise<void> {
    const periods = absent.filter(isMonthly);
    const pages = periods.flatMap((period) => pagesOf(known, period));
    await this.#load(tenant, known, pages);
    for (const period of periods) {
      const names = namesIn(period, head);
      for (const place of pagesOf(known, period)) {
        const page = valueAt(place, known.get(keyText(place))?.value);
        if (page === undefined) throw lost(tenant, place, head);
        if (page.documents.some(names)) throw lost(tenant, period, head);
      }
    }
  }

  /** Customers and payees without a cell, of whom a month has one. */
  async #refuseOwners(
    tenant: string,
    owners: readonly PagedKey[],
    { head, known, first }: Known & { readonly first: First },
  ): Promise<void> {
    const missing = owners.filter((owner) => known.get(keyText(owner)) === undefined);
    const months = monthsSince(first, known);
    const keys = missing.flatMap((owner) => months.map((month) => monthOfOwner(owner, month)));
    await this.#load(tenant, known, keys);
    const witness = keys.find((key) => {
      const cell = known.get(keyText(key));
      return cell !== undefined && cell.version <= head;
    });
    if (witness === undefined) return;
    for (const owner of ownerOf(witness)) throw lost(tenant, owner, head);
  }

  /** Blocks never change, so it is read once. */
  async #first(tenant: string): Promise<First> {
    const known = this.#firsts.get(tenant);
    if (known !== undefined) return known;
    const block = await this.#log.readOne(tenant, 1);
    const document = block === undefined ? undefined : documentIn(block.bytes, 0);
    invariant(document !== undefined, `the books of ${tenant} have the blocks that their head has`);
    const first = {
      id: document.id,
      month: monthOf(document)?.period.month ?? beforeDeposit(document) ?? earnedIn(document),
    };
    if (this.#firsts.size >= TENANTS_KNOWN_MAX) this.#firsts.clear();
    this.#firsts.set(tenant, first);
    return first;
  }

  #load(tenant: string, known: Known['known'], keys: readonly CellKey[]) {
    return loadCells(this.#cells, tenant, known, keys);
  }
}

interface Known {
  readonly head: number;
  readonly known: Map<string, Cell | undefined>;
}

/** A month of somebody. */
type MonthlyKey = Extract<FoldedKey, { readonly month: Month }>;

const isMonthly = (key: CellKey): key is MonthlyKey =>
  key.kind === 'period' || key.kind === 'payee-month';

const keyOf = (of: Paged): PagedKey =>
  of.kind === 'customer'
    ? { kind: 'customer', customer: of.customer }
    : { kind: 'payee', payee: of.payee };

/** Whose cell, or month, it is: the key of that cell. */
function ownerOf(key: CellKey): PagedKey[] {
  switch (key.kind) {
    case 'customer':
    case 'period':
      return [{ kind: 'customer', customer: key.customer }];
    case 'payee':
    case 'payee-month':
      return [{ kind: 'payee', payee: key.payee }];
    case 'head':
    case 'document':
    case 'number':
    case 'documents':
    case 'payee-documents':
      return [];
  }
}

const monthOfOwner = (owner: PagedKey, month: Month): MonthlyKey =>
  owner.kind === 'customer'
    ? { kind: 'period', month, customer: owner.customer }
    : { kind: 'payee-month', month, payee: owner.payee };

function pagesOf(known: Known['known'], key: MonthlyKey) {
  const [owner] = ownerOf(key);
  if (owner === undefined) return [];
  const { pages } = valueAt(owner, known.get(keyText(owner))?.value) ?? { pages: 0 };
  return Array.from({ length: pages }, (_, page) => pageOf(owner, page));
}

const earnedIn = (document: BooksDocument): Month | undefined =>
  kindOf(document).payeeMonth(document);

/** Whether an entry of documents, of a block that the head has, is about a month. */
const namesIn =
  ({ month }: { readonly month: Month }, head: number) =>
  ({ seq, period }: DocumentEntry): boolean =>
    seq <= head && period === month;

/** Months that are closed after the first deposit may be of before it. */
function beforeDeposit(document: BooksDocument): Month | undefined {
  const deposit = depositIn(document);
  return deposit === undefined ? undefined : laterMonth(deposit, -MONTHS_BEFORE_DEPOSIT);
}

/** From the month of the first document to that of the last. */
function monthsSince({ month }: First, known: Known['known']): Month[] {
  const head = valueAt({ kind: 'head' }, known.get(keyText({ kind: 'head' }))?.value);
  if (month === undefined || head === undefined) return [];
  const last = monthOfDate(localDate(head.recordedAt, utc));
  const months = Array.from({ length: MONTHS_BACK }, (_, back) => laterMonth(last, -back));
  return months.filter((one) => one >= month);
}

const lost = (tenant: string, key: CellKey, head: number): InvariantViolation =>
  new InvariantViolation(
    `a projection is lost: ${keyText(key)} of ${tenant} was put before block ${head} and is gone; ` +
      `run farthing books rebuild --tenant ${JSON.stringify(tenant)}`,
  );
