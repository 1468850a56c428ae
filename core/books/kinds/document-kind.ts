import { definedOnly } from '../../kernel/defined-only.ts';
import type { ExactAmount } from '../../kernel/exact-amount.ts';
import type { JsonValue } from '../../kernel/json.ts';
import type { Month } from '../../kernel/month.ts';
import type { Agreed } from '../agreed.ts';
import type { ClosedMonth, CustomerCell, InvoiceState, PaymentChanges } from '../cell.ts';
import type { BooksDocument, ClosingFacts, ReceivedPayment } from '../document.ts';
import type { DocumentPlace } from '../document-entry.ts';
import type { Numbered } from '../document-head.ts';
import type { Codec } from '../json-codec.ts';
import type { PayeeBalance, PayoutState } from '../payee-cell.ts';

/** Every kind of document there is. */
export type Kind = BooksDocument['kind'];

/** Who is concerned: the cells of all of them list the document. */
interface Parties {
  readonly payer: string | undefined;
  /** Those who earn; none where they are left out. */
  readonly payees?: readonly string[];
}

/** By how much a payer's sums in the document's currency grow. */
interface TotalsChange {
  readonly recognised: bigint;
  readonly invoiced: bigint;
  readonly credited: bigint;
}

export const noChange: TotalsChange = { recognised: 0n, invoiced: 0n, credited: 0n };

/** What conservation counts of a document, in 1e-24. */
interface Worth {
  readonly billed: bigint;
  readonly residue: bigint;
  /** Whether its revenue postings are what usage was worth. */
  readonly earns: boolean;
}

export const noWorth: Worth = { billed: 0n, residue: 0n, earns: false };

/** The months closed now. */
type Closed = CustomerCell['closed'];

/** What closes, or opens again, a month. */
export type MonthFacts = Omit<ClosingFacts, 'overrides' | 'agreed'>;

/** The earlier documents that one is about, by their ids. */
interface About {
  readonly invoice?: string | undefined;
  readonly payment?: string | undefined;
  readonly payout?: string | undefined;
}

/** By how much what is unapplied of a payment grows. */
interface UnappliedChange {
  readonly payment: string;
  readonly amount: bigint;
  /** What is said of the payment while something of it is unapplied; unknown where it can only shrink. */
  readonly received?: ReceivedPayment;
}

/** All that the books ask of a document by its kind. None of it has a default: a further kind answers each. */
export interface DocumentKind<Document> {
  /** How it is kept in a block. A member that is added to its type does not compile until it is here. */
  readonly codec: Codec<Document>;
  parties(document: Document): Parties;
  numbered(document: Document): (Numbered & { readonly subtotal: bigint }) | undefined;
  /** What a customer is shown, as the bytes that are served. */
  content(document: Document): string | undefined;
  /** What it bills and carries, by month. */
  month(document: Document): MonthFacts | undefined;
  /** What it does to the month it names. */
  monthBecomes(document: Document): 'closed' | 'open' | 'as it was';
  /** What the month that it closes was closed under, where that is kept. */
  agreed(document: Document): Agreed | undefined;
  closedAfter(closed: Closed, document: Document, place: DocumentPlace): Closed;
  about(document: Document): About;
  /** How an invoice begins, where it is one. */
  begins(document: Document): InvoiceState | undefined;
  /** The invoice that it is about, after it. */
  invoiceAfter(invoice: InvoiceState, document: Document): InvoiceState;
  /** The payment that it is about, after it. */
  paymentAfter(payment: PaymentChanges, document: Document): PaymentChanges;
  unapplied(document: Document): UnappliedChange | undefined;
  totals(document: Document): TotalsChange;
  worth(document: Document): Worth;
  /** The month whose cell of its payee it changes. */
  payeeMonth(document: Document): Month | undefined;
  /** What one of its payees is owed in its currency, after it. */
  payeeAfter(balance: PayeeBalance, document: Document, payee: string): PayeeBalance;
  /** The payout that it is about, after it. */
  payoutAfter(payout: PayoutState, document: Document): PayoutState;
  /** What the export as JSON says of it besides what every document has. */
  journalMembers(document: Document): Readonly<Record<string, JsonValue>>;
}

export const residueOf = ({ carry }: MonthFacts): bigint =>
  carry.reduce((sum, { residueIn: before, residueOut: after }) => sum + after - before, 0n);

export const billedOf = ({ billed }: MonthFacts): bigint =>
  billed.reduce<bigint>((sum, { exact }: { readonly exact: ExactAmount }) => sum + exact, 0n);

/** The months closed, with one more; `invoiced` where there is an invoice for it. */
export const closedWith = (
  closed: Closed,
  { period: { month, start, end } }: MonthFacts,
  invoiced?: ClosedMonth['invoiced'],
): Closed =>
  [...closed, { month, start, end, ...definedOnly({ invoiced }) }].sort(
    (a, b) => a.start - b.start,
  );
