import type { Books } from '../books/books.ts';
import type { BooksDocument } from '../books/document.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { bankEntryPaymentId, bankEntryReversalId } from '../payments/bank-entry.ts';
import type { BankEntry } from './bank-statement.ts';
import { bankEntryName, formerNames } from './entry-cause.ts';

/** What an entry is booked as, and whose that is. */
export interface RecordedEntry {
  readonly id: string;
  readonly customer: string;
  /** Another entry of the file may be what is booked: then that has the same former name and amount. */
  readonly isUnsure: boolean;
}

type Moved = Extract<BooksDocument, { readonly kind: 'payment' | 'reversal' }>;

const AT_ONCE = 8;
const PER_READ = 100;

/**
 * Of each entry what it is booked as, where it is: one document for one entry. It is looked for by its name first, and
 * by the names that it may have had before among what no name has found, in its amount.
 */
export async function recordedEntries(
  books: Books,
  tenant: string,
  entries: readonly BankEntry[],
): Promise<ReadonlyMap<BankEntry, RecordedEntry>> {
  const named = entries.map((entry) => ({
    entry,
    id: idOf(entry, bankEntryName(entry)),
    formerIds: formerNames(entry).map((name) => idOf(entry, name)),
  }));
  const ids = new Set(named.flatMap(({ id, formerIds }) => [id, ...formerIds]));
  const booked = await documentsAt(books, tenant, [...ids]);
  const recorded = new Map<BankEntry, RecordedEntry>();
  const taken = new Set<string>();
  const take = (entry: BankEntry, { id, customer }: Moved, isUnsure: boolean): void => {
    recorded.set(entry, { id, customer, isUnsure });
    taken.add(id);
  };
  for (const { entry, id } of named) {
    const document = booked.get(id);
    if (document !== undefined) take(entry, document, false);
  }
  for (const { entry, formerIds } of named) {
    if (recorded.has(entry)) continue;
    const document = formerIds
      .filter((id) => !taken.has(id))
      .map((id) => booked.get(id))
      .find((one) => one !== undefined && isOfAmount(one, entry));
    if (document === undefined) continue;
    const alike = named.filter(
      (one) => one.formerIds.includes(document.id) && isOfAmount(document, one.entry),
    );
    take(entry, document, alike.length > 1);
  }
  return recorded;
}

const idOf = ({ amount }: BankEntry, name: string): string =>
  (amount < 0n ? bankEntryReversalId : bankEntryPaymentId)(name);

/** What is taken back may be less than what the bank took, by its charges. */
const isOfAmount = (
  { amount, currency }: Moved,
  { amount: moved, currency: inCurrency, instructed }: BankEntry,
): boolean =>
  currency === inCurrency && (amount === moved || amount === -moved || amount === instructed);

async function documentsAt(
  books: Books,
  tenant: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Moved>> {
  const parts = Array.from({ length: Math.ceil(ids.length / PER_READ) }, (_, index) =>
    ids.slice(index * PER_READ, (index + 1) * PER_READ),
  );
  const pages = await inParallel(AT_ONCE, parts, async (originals) => {
    const page = await books.read(tenant, { cells: [], originals });
    return [...page.originals.values()].flatMap((document): (readonly [string, Moved])[] =>
      document.kind === 'payment' || document.kind === 'reversal' ? [[document.id, document]] : [],
    );
  });
  return new Map(pages.flat());
}
