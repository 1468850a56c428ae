import type { Books } from '../../books/books.ts';
import { readDocument } from '../../books/books.ts';
import { contentFrom } from '../../books/content.ts';
import { documentsBefore } from '../../books/customer-documents.ts';
import type { BooksDocument, CarryChange } from '../../books/document.ts';
import type { DocumentEntry, DocumentPlace } from '../../books/document-entry.ts';
import { monthOf } from '../../books/kinds/kinds.ts';
import type { BooksLog } from '../../books/ports.ts';
import { type Decimal, decimalOf, decimalText } from '../../kernel/decimal.ts';
import { type ExactAmount, exactOf } from '../../kernel/exact-amount.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { type Nanos, nanosOf } from '../../kernel/money.ts';
import { laterMonth, type Month } from '../../kernel/month.ts';

/** The books, and their log. */
export interface BooksPorts {
  readonly books: Books;
  readonly log: BooksLog;
}

/** A document that closed a month or undid that. */
interface ClosingReference {
  readonly id: string;
  readonly type: 'invoice' | 'statement' | 'void' | 'draft';
  readonly number: string | null;
  /** The month it closed. */
  readonly period: string;
}

/** By how much a document changed what is billed of a charge. */
export interface BilledBy extends ClosingReference {
  readonly quantity: Decimal;
  readonly exact: ExactAmount;
}

/** What a document left of one tax code, more than it was left with. */
export interface CarriedFrom extends ClosingReference {
  readonly amount: Nanos;
  /** Of a month within an interval: the one whose invoice is to have what it left. */
  readonly invoicedWith: string | undefined;
}

type Closing = Extract<BooksDocument, { readonly billed: unknown }>;

/**
 * A month is billed by its own closing and those of the months after it in which its usage can come, in advance by the
 * one before; all of them can be void and made again.
 */
const DOCUMENTS_MAX = 60;
const DOCUMENTS_AT_ONCE = 8;

/**
 * The documents that billed a charge of a month, in the order of the books; `explained` also where it billed nothing of
 * it.
 */
export async function billedBy(
  ports: BooksPorts,
  tenant: string,
  of: {
    readonly customer: string;
    readonly month: Month;
    readonly charge: string;
    readonly explained: string;
    readonly monthsReachedBack: number;
  },
): Promise<BilledBy[]> {
  const months: readonly string[] = Array.from({ length: of.monthsReachedBack + 2 }, (_, index) =>
    laterMonth(of.month, index - 1),
  );
  const closings = await closingsOf(ports, tenant, {
    customer: of.customer,
    before: undefined,
    isAsked: ({ period }) => period !== undefined && months.includes(period),
  });
  return closings.flatMap((document): BilledBy[] => {
    const changes = document.billed.filter(
      ({ period, charge }) => period === of.month && charge === of.charge,
    );
    if (changes.length === 0 && document.id !== of.explained) return [];
    return [
      {
        ...referenceTo(document),
        quantity: decimalOf(changes.reduce<bigint>((sum, { quantity }) => sum + quantity, 0n)),
        exact: exactOf(changes.reduce<bigint>((sum, { exact }) => sum + exact, 0n)),
      },
    ];
  });
}

/**
 * What each document before `before` left of a tax code, latest first, back to where nothing was left: together, what
 * it left. Where that is further back than is read, the oldest says all that was left by then.
 */
export async function carriedFrom(
  ports: BooksPorts,
  tenant: string,
  of: {
    readonly customer: string;
    readonly before: string;
    readonly currency: string;
    readonly taxCode: string;
    /** As a line says it. */
    readonly taxCategory: string | undefined;
    readonly taxRate: string | undefined;
  },
): Promise<CarriedFrom[]> {
  const key = { kind: 'document', id: of.before } as const;
  const closings = await closingsOf(ports, tenant, {
    customer: of.customer,
    // A draft is in no place yet: whatever is in the books was before it.
    before: (await ports.books.read(tenant, { cells: [key] })).at(key),
    isAsked: ({ currency }) => currency === of.currency,
  });
  const found: CarriedFrom[] = [];
  for (const document of closings.toReversed()) {
    const change = changeOf(document, of);
    if (change === undefined) continue;
    const amount = nanosOf(change.out - change.in);
    if (amount !== 0n) {
      found.push({ ...referenceTo(document), amount, invoicedWith: invoicedWithIn(document) });
    }
    if (change.in === 0n) return found;
  }
  return found;
}

/** As the statement itself says it. */
const invoicedWithIn = (document: Closing): string | undefined =>
  document.kind === 'statement' ? contentFrom(document).invoicedWith : undefined;

/** What a document carries of a tax code: apart what is taxed as the line is, and not as the rest of the code. */
function changeOf(
  { carry }: Closing,
  of: Omit<Parameters<typeof carriedFrom>[2], 'customer' | 'before' | 'currency'>,
): CarryChange | undefined {
  const coded = carry.filter(({ taxCode }) => taxCode === of.taxCode);
  const apart = coded.find(
    ({ taxed }) =>
      taxed !== undefined &&
      taxed.category === of.taxCategory &&
      decimalText(taxed.rate) === of.taxRate,
  );
  return apart ?? coded.find(({ taxed }) => taxed === undefined);
}

/** The latest of a customer's documents that bill or carry anything and are asked for, in the order of the books. */
async function closingsOf(
  { books, log }: BooksPorts,
  tenant: string,
  asked: {
    readonly customer: string;
    readonly before: DocumentPlace | undefined;
    readonly isAsked: (entry: DocumentEntry) => boolean;
  },
): Promise<Closing[]> {
  const entries: DocumentEntry[] = [];
  for await (const entry of documentsBefore(books, tenant, asked)) {
    const { kind } = entry;
    const isClosing = kind === 'invoice' || kind === 'statement' || kind === 'void';
    if (isClosing && asked.isAsked(entry)) entries.push(entry);
    if (entries.length >= DOCUMENTS_MAX) break;
  }
  const documents = await inParallel(DOCUMENTS_AT_ONCE, entries.toReversed(), (entry) =>
    readDocument(log, tenant, entry),
  );
  return documents.filter(isClosing);
}

function isClosing(document: BooksDocument): document is Closing {
  return monthOf(document) !== undefined;
}

const referenceTo = (document: Closing): ClosingReference => ({
  id: document.id,
  type: document.kind,
  number: document.kind === 'invoice' ? document.number : null,
  period: document.period.month,
});
