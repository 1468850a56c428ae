import { accountName } from '../books/account.ts';
import type { Agreed } from '../books/agreed.ts';
import { released } from '../books/deferred.ts';
import type { ClosingDocument } from '../books/document.ts';
import type { Posting } from '../books/document-head.ts';
import type { Page } from '../books/page.ts';
import { netPostings } from '../books/postings.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { nanosOf } from '../kernel/money.ts';
import type { Composed } from './compose.ts';
import {
  type ClosingParties,
  contentText,
  datesOf,
  type InvoicePayment,
  invoiceContent,
  statementContent,
} from './invoice-content.ts';
import { nextNumber } from './series.ts';

/** Which closing of which month a document is. */
export interface ClosingIdentity {
  readonly id: string;
  readonly attempt: number;
  readonly overrides: readonly { readonly check: string; readonly reason: string }[];
  readonly agreed?: Agreed;
  /** What the payer's unapplied money pays of an invoice, in the same block. */
  readonly paid: InvoicePayment;
}

/** A composed month as the document that closes it, with the number that is next on the page. */
export function closingDocument(
  { id, attempt, overrides, agreed, paid }: ClosingIdentity,
  result: Composed,
  parties: ClosingParties,
  page: Page,
): ClosingDocument {
  const { terms, policy, period } = parties;
  const issuedAt = page.recordedAt;
  const facts = {
    id,
    customer: terms.customer,
    currency: terms.currency,
    recordedAt: issuedAt,
    effectiveAt: issuedAt,
    postings: postingsOf(result, parties),
    period: { month: period.month, start: period.start, end: period.end },
    attempt,
    billed: result.billed,
    recognised: result.recognised,
    carry: result.carry,
    overrides,
    ...(agreed === undefined ? {} : { agreed }),
  };
  if (result.result !== 'invoice') {
    const closing = { reason: result.result, issuedAt };
    const content = contentText(statementContent(id, result, parties, closing));
    return { ...facts, kind: 'statement', content };
  }
  const { issueDate, dueAt } = datesOf(issuedAt, terms, policy);
  const numbered = nextNumber(policy.series.invoice, issueDate, page.head());
  return {
    ...facts,
    ...numbered,
    kind: 'invoice',
    subtotal: result.subtotal,
    total: result.total,
    dueAt,
    content: contentText(invoiceContent(id, result, parties, { ...numbered, issuedAt, ...paid })),
  };
}

/** A composed month before it is issued, whichever it is going to be. */
export function draftContent(id: string, result: Composed, parties: ClosingParties) {
  return result.result === 'invoice'
    ? invoiceContent(id, result, parties)
    : statementContent(id, result, parties, { reason: result.result, issuedAt: undefined });
}

/** What is charged is owed now, or carried; tax is owed on to the state. The month earns what was deferred of it. */
function postingsOf(
  result: Composed,
  { terms: { customer, currency }, period: { month } }: ClosingParties,
): Posting[] {
  const carried = result.carry.reduce<bigint>((sum, change) => sum + change.out - change.in, 0n);
  return netPostings([
    {
      account: accountName({ kind: 'receivable', customer }),
      currency,
      amount: result.total,
    },
    { account: accountName({ kind: 'carry', customer }), currency, amount: nanosOf(carried) },
    ...result.lines.flatMap(({ account, nanos, service }) =>
      account === undefined
        ? []
        : [{ account, currency, amount: nanosOf(-nanos), ...definedOnly({ service }) }],
    ),
    ...released(result.deferred, month),
    ...result.taxes.map(({ codes: [code], amount }) => ({
      account: accountName({ kind: 'tax', code }),
      currency,
      amount: nanosOf(-amount),
    })),
  ]);
}
