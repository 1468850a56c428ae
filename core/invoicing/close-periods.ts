import type { Books } from '../books/books.ts';
import type { CustomerCell, PeriodCell } from '../books/cell.ts';
import type { ClosingDocument } from '../books/document.ts';
import { placeOrder } from '../books/document-entry.ts';
import type { Page } from '../books/page.ts';
import type { Invoice, Statement } from '../contract/invoices/invoice.ts';
import type { Clock } from '../kernel/clock.ts';
import { sha256 } from '../kernel/digest.ts';
import { invariant } from '../kernel/invariant.ts';
import { type Nanos, nanosOf, nanosPerMinorUnit, nanosText } from '../kernel/money.ts';
import { localDate } from '../kernel/time-zone.ts';
import { unappliedUses, useUnappliedOn, waitingOn, waitingSum } from '../payments/use-unapplied.ts';
import { closedMonths, refuseUnended } from './billing-period.ts';
import { closingDocument, draftContent } from './closing-document.ts';
import type { ClosingRequest } from './closing-request.ts';
import { keptFor } from './closing-wallet.ts';
import type { Composed } from './compose.ts';
import { cellsOf, composedOn, customerKey, keyOf, periodKey } from './composed-on.ts';
import { contentText } from './invoice-content.ts';
import { missingOnInvoice } from './missing-on-invoice.ts';
import { taxObstacle } from './taxes.ts';

/** Why a month is set aside for a person. */
export interface ParkReason {
  readonly code: 'out-of-bounds' | 'not-taxable' | 'missing-on-invoice' | 'period-overlaps';
  readonly detail: string;
}

export type Draft = Invoice | Statement;

/** What became of a month. */
export type ClosingOutcome =
  | { readonly status: 'closed'; readonly document: ClosingDocument }
  | { readonly status: 'already-closed'; readonly id: string; readonly number?: string }
  | { readonly status: 'parked'; readonly reason: ParkReason; readonly draft: Draft }
  /** It is no longer what was approved: usage came late, or something was carried. */
  | { readonly status: 'changed'; readonly draft: Draft };

/** Overrides by this name let a month pass that is out of bounds. */
const OUT_OF_BOUNDS = 'out-of-bounds';
/** A person says what stands beside the invoice. */
const MISSING = 'missing-on-invoice';

/**
 * Closes months, as many in a block of the books as fit, and answers what became of each, in their order. A month that
 * is closed stays as it is: closing it again, from anywhere, changes nothing. The order of requests is the order of
 * numbers.
 * @throws Rejection `period.not-ended`, before anything is written.
 */
export async function closePeriods(
  { books, clock }: { readonly books: Books; readonly clock: Clock },
  tenant: string,
  requests: readonly ClosingRequest[],
): Promise<ClosingOutcome[]> {
  for (const { current } of requests) refuseUnended(current.period, clock.now());
  const outcomes: ClosingOutcome[] = [];
  while (outcomes.length < requests.length) {
    const left = requests.slice(outcomes.length);
    const decided = await books.record(tenant, {
      cells: left.flatMap(cellsOf),
      originals: [],
      decide: (page) => closedOn(page, left),
    });
    invariant(decided.length > 0, 'a page has room for one document');
    outcomes.push(...decided);
  }
  return outcomes;
}

/** The draft of a month as the books are now, and what would set it aside. */
export async function draftClosing(
  books: Books,
  tenant: string,
  request: ClosingRequest,
): Promise<{
  readonly draft: Draft;
  readonly obstacle: ParkReason | undefined;
  /** Where the month is closed: then the draft is what a document for what came since would be. */
  readonly closedBy: PeriodCell['closedBy'];
  /** What the payer has paid that an invoice would use. */
  readonly unapplied: Nanos;
}> {
  const page = await books.read(tenant, { cells: cellsOf(request) });
  const { result, id } = composedOn(page, request);
  return {
    draft: draftOf(id, result, request),
    obstacle: obstacleTo(page, request, result),
    closedBy: page.at(periodKey(request, request.current))?.closedBy,
    unapplied: waitingSum(page, waitingFor(page, request)),
  };
}

/** What an approval names: the same for the same draft. */
export const draftFingerprint = (draft: Draft): string =>
  sha256(contentText(draft)).toString('hex');

/** The outcomes of as many requests, from the first, as the page has room for. */
function closedOn(page: Page, requests: readonly ClosingRequest[]): ClosingOutcome[] {
  const outcomes: ClosingOutcome[] = [];
  for (const request of requests) {
    if (page.isFull() || !hasRoomFor(page, request)) break;
    outcomes.push(closeOn(page, request));
  }
  return outcomes;
}

/** An invoice uses what its payer has paid, which takes a document for each payment: they are of one block. */
function hasRoomFor(page: Page, { terms }: ClosingRequest): boolean {
  return page.documents.length === 0 || waitingOn(page, terms).length < page.room;
}

function closeOn(page: Page, request: ClosingRequest): ClosingOutcome {
  const period = page.at(periodKey(request, request.current));
  if (period?.closedBy !== undefined) {
    const { id, number } = period.closedBy;
    return { status: 'already-closed', id, ...(number === undefined ? {} : { number }) };
  }
  ensureSettled(page, request);
  ensureCarried(page, request);
  const { result, id, attempt, agreed } = composedOn(page, request);
  const reason = obstacleTo(page, request, result);
  if (reason !== undefined) {
    return { status: 'parked', reason, draft: draftOf(id, result, request) };
  }
  if (request.approved !== undefined) {
    const draft = draftOf(id, result, request);
    if (draftFingerprint(draft) !== request.approved) return { status: 'changed', draft };
  }
  const { overrides } = request;
  const identity = { id, attempt, overrides, ...(agreed === undefined ? {} : { agreed }) };
  const { total, taxes } = result;
  const rounding = nanosOf(nanosPerMinorUnit(request.terms.currency) * BigInt(taxes.length + 1));
  const uses = unappliedUses(page, { ...waitingFor(page, request), total, rounding });
  const sumOf = (some: typeof uses): Nanos =>
    nanosOf(some.reduce<bigint>((sum, { amount }) => sum + amount, 0n));
  const paid = { prepaid: sumOf(uses), byWallet: sumOf(uses.filter((use) => use.isOfWallet)) };
  const document = closingDocument({ ...identity, paid }, result, partiesOf(request), page);
  page.add(document);
  const { timeZone } = request.policy;
  if (document.kind === 'invoice') useUnappliedOn(page, document, { uses, timeZone });
  return { status: 'closed', document };
}

/** Throws where something was booked about a settled month since: then its closing is made ready again. */
function ensureSettled(page: Page, request: ClosingRequest): void {
  const { settled = [], terms } = request;
  const changed = settled.find(
    ({ month, version }) => page.versionAt(keyOf(request, month)) !== version,
  );
  if (changed === undefined) return;
  throw new Error(
    `make the closing of ${terms.customer} ready again: ${changed.month} was booked about meanwhile`,
  );
}

/** Throws where another of the months was closed since: then its closing is made ready again. */
function ensureCarried(page: Page, request: ClosingRequest): void {
  const { carried = [], terms } = request;
  const changed = carried.find(
    ({ month, id }) => page.at(keyOf(request, month))?.closedBy?.id !== id,
  );
  if (changed === undefined) return;
  throw new Error(
    `make the closing of ${terms.customer} ready again: ${changed.month} was closed meanwhile`,
  );
}

const partiesOf = ({ terms, policy, current }: ClosingRequest) => ({
  terms,
  policy,
  period: current.period,
});

const draftOf = (id: string, result: Composed, request: ClosingRequest): Draft =>
  draftContent(id, result, partiesOf(request));

/** Whose unapplied money an invoice can use, and what of a wallet it leaves there. */
const waitingFor = (page: Page, request: ClosingRequest) => ({
  ...request.terms,
  kept: keptFor(request.wallet, page.at(customerKey(request)), request.current.period),
});

function obstacleTo(page: Page, request: ClosingRequest, result: Composed): ParkReason | undefined {
  const customer = page.at(customerKey(request));
  const overlap = overlapOf(customer, request);
  if (overlap !== undefined) return { code: 'period-overlaps', detail: overlap };
  const untaxable = taxObstacle(result.lines, request.terms, request.policy);
  if (untaxable !== undefined) return { code: 'not-taxable', detail: untaxable };
  const day = localDate(page.recordedAt, request.policy.timeZone);
  return toOverrule(request, result, { customer, day });
}

/** What a person may overrule, all of it said at once: who issues the draft for the first has seen the others. */
function toOverrule(
  { overrides, terms, policy, current: { period } }: ClosingRequest,
  result: Composed,
  { customer, day }: { readonly customer: CustomerCell | undefined; readonly day: string },
): ParkReason | undefined {
  const excess = excessOf(customer, { terms, policy }, result);
  const missing = missingOnInvoice(result, { terms, policy, period }, day);
  const found: ParkReason[] = [
    ...(excess === undefined ? [] : [{ code: OUT_OF_BOUNDS, detail: excess } as const]),
    ...(missing === undefined ? [] : [{ code: MISSING, detail: missing } as const]),
  ];
  const open = found.filter(({ code }) => !overrides.some(({ check }) => check === code));
  const [first] = open;
  if (first === undefined) return undefined;
  return { code: first.code, detail: open.map(({ detail }) => detail).join('; ') };
}

function overlapOf(
  customer: CustomerCell | undefined,
  { current: { period } }: ClosingRequest,
): string | undefined {
  const other = closedMonths(customer).find(
    ({ month, start, end }) => month !== period.month && start < period.end && period.start < end,
  );
  return other === undefined
    ? undefined
    : `begin ${period.month} where ${other.month} ended: they overlap, as they do when a time zone was changed between them`;
}

function excessOf(
  customer: CustomerCell | undefined,
  { terms: { currency }, policy: { bounds } }: Pick<ClosingRequest, 'terms' | 'policy'>,
  { subtotal }: Composed,
): string | undefined {
  if (bounds === undefined || subtotal < bounds.floor) return undefined;
  const last = lastInvoiced(customer, currency);
  if (last === undefined || subtotal <= last * bounds.timesLast) return undefined;
  return `look at it before it is issued: ${nanosText(subtotal)} ${currency} is more than ${bounds.timesLast} times the last invoice, ${nanosText(last)}`;
}

/** The subtotal of the last invoice that stands and was for anything. */
const lastInvoiced = (customer: CustomerCell | undefined, currency: string): Nanos | undefined =>
  (customer?.closed ?? [])
    .flatMap(({ invoiced }) => invoiced ?? [])
    .filter((invoice) => invoice.currency === currency && invoice.subtotal > 0n)
    .sort(placeOrder)
    .at(-1)?.subtotal;
