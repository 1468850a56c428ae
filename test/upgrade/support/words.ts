import { joinedPostings, type OldPosting } from './old-postings.ts';
import type { Recorded } from './reads.ts';

/** What is said on the wire in other words, or said besides, on purpose since fbdfb75. */
const renamed = [
  ['"settlement":{', '"paymentState":{'],
  ['"holds":[', '"waitingFor":['],
  ['"status":"held"', '"status":"waiting"'],
  [
    'times the last invoice, 1.72"',
    'times the last invoice, 1.72; give the customer an address: an invoice of more than 100 EUR, or across borders, names it (Article 226 of 2006/112/EC)"',
  ],
] as const;

/**
 * A statement whose PDF nobody had asked for when the old code was killed, nor kept: it is drawn anew, as PDFs are
 * drawn today. What is kept is answered to the byte.
 */
const drawnAnew = '/v1/invoices/inv_819e474678b6e81cab22db89ad90cf7c?format=pdf';

/** What was recorded, parsed and in the words of today. */
export const inTodaysWords = (recorded: Recorded): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(recorded).map(([what, text]) => {
      if (what.endsWith(drawnAnew)) return [what, 'drawn anew'];
      const now = renamed.reduce((sum, [was, is]) => sum.replaceAll(was, is), text);
      const content: unknown = now.startsWith('{') ? JSON.parse(now) : now;
      return [what, withoutNews(what, content)];
    }),
  );

/** Without what is answered besides since. */
function withoutNews(what: string, content: unknown): unknown {
  if (what.endsWith('/v1/accounts')) return withoutDeferred(content);
  if (what.endsWith('/v1/books')) return withoutDates(content);
  if (isInvoiceList(content)) return withoutDueDates(content);
  if (what.includes('/lines/')) return withRatedAmounts(content);
  return what.includes('/v1/invoices/') ? withoutReasons(content) : content;
}

/** What is said beside a document since. */
function withoutReasons(content: unknown): unknown {
  if (typeof content !== 'object') return content;
  const { reasons: _, ...others } = content as {
    readonly reasons?: unknown;
    readonly documents?: Readonly<Record<string, string>>;
  };
  if (others.documents === undefined) return others;
  const { cii: __, ...documents } = others.documents;
  return { ...others, documents };
}

interface InvoiceList {
  readonly invoices: readonly { readonly dueDate?: string }[];
}

const isInvoiceList = (content: unknown): content is InvoiceList =>
  typeof content === 'object' && content !== null && 'invoices' in content;

/** What a list says of an invoice since. */
const withoutDueDates = ({ invoices, ...others }: InvoiceList): unknown => ({
  ...others,
  invoices: invoices.map(({ dueDate: _, ...invoice }) => invoice),
});

/** What an entry of the journal says since. */
function withoutDates(content: unknown): unknown {
  const { documents, ...others } = content as { readonly documents: readonly Entry[] };
  const before = documents.map(({ date: _, invoiceNumber: __, postings, ...entry }) => ({
    ...entry,
    postings: joinedPostings(postings.map(({ service: ___, ...posting }) => posting)),
  }));
  return { ...others, documents: before };
}

/** What is charged before its month is revenue at once, there. */
function withoutDeferred(content: unknown): unknown {
  const { accounts } = content as { readonly accounts: readonly OldBalance[] };
  const joined = joinedPostings(accounts.map(({ balance, ...of }) => ({ ...of, amount: balance })));
  return { accounts: joined.map(({ amount, ...of }) => ({ ...of, balance: amount })) };
}

interface OldBalance extends Omit<OldPosting, 'amount'> {
  readonly balance: string;
}

interface Entry {
  readonly date?: string;
  readonly invoiceNumber?: string;
  readonly postings: readonly (OldPosting & { readonly service?: string })[];
}

interface Explained {
  readonly usage?: Amount & { readonly billed: readonly Amount[] };
}
interface Amount {
  readonly exactAmount?: string;
  readonly ratedAmount?: string;
}

/** What rating makes, of up to 24 places, was an exact amount. */
function withRatedAmounts(content: unknown): unknown {
  const { usage, ...others } = content as Explained;
  if (usage === undefined) return content;
  return { ...others, usage: { ...rated(usage), billed: usage.billed.map(rated) } };
}

const rated = ({ exactAmount, ratedAmount = exactAmount, ...others }: Amount): Amount =>
  ratedAmount === undefined ? others : { ...others, ratedAmount };
