import { accountName } from '../books/account.ts';
import type { Books } from '../books/books.ts';
import { documentId } from '../books/document.ts';
import type { Numbered, Posting } from '../books/document-head.ts';
import { closingOf } from '../books/owed.ts';
import type { Page } from '../books/page.ts';
import type { PayeeStatementDocument } from '../books/payee-document.ts';
import { netPostings } from '../books/postings.ts';
import type { Currency } from '../kernel/currency.ts';
import { canonicalJson, type JsonObject } from '../kernel/json.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import type { Month } from '../kernel/month.ts';
import type { TimeZone } from '../kernel/time-zone.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { type RecordedOfPayee, refused } from './outcome.ts';
import { balanceOn, datedNow, documentKey, isThere, owing, payeeKey } from './payee-on-page.ts';
import { recordEach } from './record-each.ts';

/** What has come since the statement before, as the books have it in the block that the statement is put in. */
export interface StatementFacts
  extends Pick<
    PayeeStatementDocument,
    'id' | 'n' | 'opening' | 'earned' | 'claimed' | 'paidOut' | 'day'
  > {
  readonly recordedAt: Timestamp;
  /** Where it has a number. */
  readonly numbered: Numbered | undefined;
}

type Taxes = Pick<PayeeStatementDocument, 'vat' | 'withheld'>;

/** A statement to be made: the next of its payee and currency. */
export interface PayeeStatementRequest {
  readonly payee: string;
  readonly currency: Currency;
  /** Which it is, from 1. */
  readonly n: number;
  readonly period: Month;
  /** The seller's, by which days are told. */
  readonly timeZone: TimeZone;
  /** What has come, where it is made for just that: it is refused, out of turn, where more has come meanwhile. */
  readonly come?: Pick<StatementFacts, 'opening' | 'earned' | 'claimed' | 'paidOut'>;
  /** Of an invoice that we write for the payee on a day: its series, and how a number of it is written. */
  readonly numbering?: (day: string) => {
    readonly series: string;
    numberOf(ordinal: number): string;
  };
  /** The taxes of what has come; the same whenever it is asked. */
  taxesOf(facts: StatementFacts): Taxes;
  /** What the payee is shown; the same whenever it is asked. */
  contentOf(facts: StatementFacts & Taxes & { readonly closing: Nanos }): JsonObject;
}

export const payeeStatementId = ({
  payee,
  currency,
  n,
}: Pick<PayeeStatementRequest, 'payee' | 'currency' | 'n'>): string =>
  documentId('payee-statement', [payee, currency, String(n)]);

/** Records statements once, many in a block; answers what each came to, in their order. */
export const recordPayeeStatements = (
  books: Books,
  tenant: string,
  requests: readonly PayeeStatementRequest[],
): Promise<readonly RecordedOfPayee[]> =>
  recordEach(books, tenant, requests, {
    cellsOf: (request) => [payeeKey(request.payee), documentKey(payeeStatementId(request))],
    originalsOf: () => [],
    decide: recordPayeeStatement,
  });

/** Adds a statement that is not there yet. Its cell and that of the payee were asked for. */
function recordPayeeStatement(page: Page, request: PayeeStatementRequest): RecordedOfPayee {
  const { payee, currency, n, period } = request;
  const id = payeeStatementId(request);
  if (isThere(page, id)) return { outcome: 'already', id };
  const { statements, opening, earned, claimed, paidOut } = balanceOn(page, request);
  const come = { opening, earned, claimed, paidOut };
  if (n !== statements + 1 || !isSame(come, request.come)) return refused('out-of-turn');
  const { effectiveAt, day } = datedNow(page, request.timeZone);
  const numbered = numberedNext(page, request, day);
  const facts = { id, n, ...come, day, recordedAt: page.recordedAt, numbered };
  const taxes = request.taxesOf(facts);
  const closing = closingOf({ ...come, ...taxes });
  page.add({
    kind: 'payee-statement',
    ...{ id, payee, currency, n, period, day, recordedAt: page.recordedAt, effectiveAt },
    ...numbered,
    ...come,
    ...taxes,
    closing,
    content: canonicalJson(request.contentOf({ ...facts, ...taxes, closing })),
    postings: taxPostings(payee, currency, taxes),
  });
  return { outcome: 'recorded', id };
}

type Come = NonNullable<PayeeStatementRequest['come']>;

const isSame = (come: Come, expected: Come = come): boolean =>
  come.opening === expected.opening &&
  come.earned === expected.earned &&
  come.claimed === expected.claimed &&
  come.paidOut === expected.paidOut;

function numberedNext(
  page: Page,
  { numbering }: PayeeStatementRequest,
  day: string,
): Numbered | undefined {
  if (numbering === undefined) return undefined;
  const { series, numberOf } = numbering(day);
  const ordinal = (page.head().series.find(({ name }) => name === series)?.last ?? 0) + 1;
  return { series, ordinal, number: numberOf(ordinal) };
}

function taxPostings(payee: string, currency: Currency, { vat, withheld }: Taxes): Posting[] {
  const [tax, kept] = [vat?.amount ?? 0n, withheld?.amount ?? 0n];
  const input = accountName({ kind: 'input-tax', code: vat?.code ?? '' });
  const office = accountName({ kind: 'withheld', country: withheld?.country ?? '' });
  return netPostings([
    owing(payee, currency, tax - kept),
    { account: input, currency, amount: nanosOf(tax) },
    { account: office, currency, amount: nanosOf(-kept) },
  ]);
}
