import { definedOnly } from '../../kernel/defined-only.ts';
import type { JsonValue } from '../../kernel/json.ts';
import { contentFrom } from '../content.ts';
import { dayOf } from '../day.ts';
import type { BooksDocument } from '../document.ts';
import { kindOf } from '../kinds/kinds.ts';

/** What a person looks for an entry by, besides its number: as tags, metadata or columns, in this order. */
export const factNames = ['period', 'invoice', 'rail', 'reference'] as const;

/** What stands beside the postings of a document, wherever the journal is text. */
interface EntryFacts {
  readonly day: string;
  /** Those of `factNames` that it has; the invoice that it is about by its number, where that is kept. */
  readonly facts: Readonly<Partial<Record<(typeof factNames)[number], string>>>;
}

export function factsOf(document: BooksDocument): EntryFacts {
  const members: Readonly<Record<string, JsonValue>> = kindOf(document).journalMembers(document);
  const named: Readonly<Record<string, JsonValue | undefined>> = {
    ...members,
    invoice: invoiceNumberOf(document) ?? members['invoice'],
  };
  const facts = Object.fromEntries(
    factNames.flatMap((name) => {
      const value = named[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
  return { day: dayOf(document), facts };
}

/** What the export as JSON says of a document besides what every document has. */
export const membersOf = (document: BooksDocument) => ({
  date: dayOf(document),
  ...kindOf(document).journalMembers(document),
  ...definedOnly({ invoiceNumber: invoiceNumberOf(document) }),
});

/** The number of the invoice that a document is about; payments and voids of before it was kept have its id alone. */
function invoiceNumberOf(document: BooksDocument): string | undefined {
  switch (document.kind) {
    case 'credit-note':
      return contentFrom(document).corrects.number ?? undefined;
    case 'void':
    case 'payment':
    case 'application':
    case 'write-off':
    case 'reminder':
    case 'pause':
      return document.invoiceNumber;
    case 'invoice':
    case 'statement':
    case 'refund':
    case 'reversal':
    case 'breakage':
    case 'share':
    case 'share-reversal':
    case 'payee-statement':
    case 'payout':
    case 'payout-settlement':
    case 'payout-return':
    case 'claim':
      return undefined;
  }
}
