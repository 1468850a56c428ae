import { nanos } from './billing.ts';
import type { LocalFarthing } from './local-stack.ts';

/** A document of the books, as `GET /v1/books` has it. */
export interface JournalDocument {
  readonly id: string;
  readonly kind: string;
  readonly customer: string;
  readonly number?: string;
  readonly postings: readonly { readonly account: string; readonly amount: string }[];
}

export async function journalOf(farthing: LocalFarthing): Promise<readonly JournalDocument[]> {
  const { text } = await farthing.get('/v1/books?format=json');
  return (JSON.parse(text) as { documents: JournalDocument[] }).documents;
}

/** What is posted on accounts whose name matches, by customer. */
export function postedByCustomer(
  journal: readonly JournalDocument[],
  account: RegExp,
): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { customer, postings } of journal) {
    for (const posting of postings.filter((one) => account.test(one.account))) {
      sums.set(customer, (sums.get(customer) ?? 0n) + nanos(posting.amount));
    }
  }
  return sums;
}

/** What stands in the books of each customer, whoever was closed first. */
export const byCustomer = (journal: readonly JournalDocument[]): ReadonlyMap<string, object> =>
  new Map(journal.map(({ customer, kind, id, postings }) => [customer, { kind, id, postings }]));

/** The numbers of a kind of document, in the order of the books. */
export const numbersOf = (journal: readonly JournalDocument[], kind: string): readonly string[] =>
  journal.flatMap((one) => (one.kind === kind ? [one.number ?? 'none'] : []));

/** The forms of all documents of the books, as `storedForms` names them; those that `hasUbl` have two more. */
export const keysOf = (
  journal: readonly JournalDocument[],
  hasUbl: (document: JournalDocument) => boolean,
): readonly string[] =>
  journal
    .flatMap((document) =>
      ['csv', 'json', 'pdf', ...(hasUbl(document) ? ['xml', 'cii.xml'] : [])].map(
        (extension) => `demo/${document.id}/document.${extension}`,
      ),
    )
    .sort();
