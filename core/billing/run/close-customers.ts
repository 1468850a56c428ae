import type { Books } from '../../books/books.ts';
import type { PeriodCell } from '../../books/cell.ts';
import type { ClosingDocument } from '../../books/document.ts';
import { tenantBillingOf } from '../../catalog/tenant-billing.ts';
import { type ClosingOutcome, closePeriods, draftClosing } from '../../invoicing/close-periods.ts';
import type { ClosingRequest } from '../../invoicing/closing-request.ts';
import { Rejection } from '../../kernel/rejection.ts';
import type { PreparedClosing } from '../rating/prepared-closing.ts';
import { type ApprovalReason, wantedApproval } from './approval.ts';
import { announceDocuments } from './documents-message.ts';
import { billsNothing, nothingUsed } from './idle.ts';
import type { CloseMessage } from './message.ts';
import { park } from './park.ts';
import type { BillingRunPorts } from './ports.ts';

/** As many as a block of the books has room for. */
const REQUESTS_AT_ONCE = 100;

/**
 * Closes the month of the customers a message names, and answers the documents that were added. What cannot be closed
 * is parked, each by itself: one customer never holds up another. What is closed, now or before, is announced, so that
 * its forms are stored. Safe to repeat and to race.
 */
export async function closeCustomers(
  ports: BillingRunPorts,
  message: CloseMessage,
): Promise<readonly ClosingDocument[]> {
  const { tenant, overrides } = message;
  const { approval } = await tenantBillingOf(ports.rating.settings, tenant);
  const prepared = await prepareEach(ports, message);
  const ready: ClosingRequest[] = [];
  for (const one of prepared) {
    const request = await readyToClose(ports, message, one);
    if (request !== undefined) ready.push({ ...request, overrides });
  }
  const wanted = await wantedApproval(ports, message, approval);
  if (wanted === undefined) return closeReady(ports, message, ready);
  for (const request of ready) await askForApproval(ports, message, { request, wanted });
  return [];
}

/** All together, so that what they used is read once; halves of them by themselves where one of them is refused. */
async function prepareEach(
  ports: BillingRunPorts,
  message: CloseMessage,
  customers: readonly string[] = message.customers,
): Promise<readonly (PreparedClosing | Refused)[]> {
  const { tenant, month } = message;
  try {
    return await ports.prepare(ports.rating, tenant, { customers, month });
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    const [customer] = customers;
    if (customer === undefined) throw error;
    if (customers.length === 1) {
      return [{ status: 'refused', customer, code: error.code, detail: error.message }];
    }
  }
  const half = Math.ceil(customers.length / 2);
  return [
    ...(await prepareEach(ports, message, customers.slice(0, half))),
    ...(await prepareEach(ports, message, customers.slice(half))),
  ];
}

interface Refused {
  readonly status: 'refused';
  readonly customer: string;
  readonly code: string;
  readonly detail: string;
}

async function readyToClose(
  ports: BillingRunPorts,
  message: CloseMessage,
  prepared: PreparedClosing | Refused,
): Promise<ClosingRequest | undefined> {
  if (prepared.status === 'ready') {
    const { request } = prepared;
    if (request.current.period.end > ports.clock.now()) return undefined;
    return (await isLeftOut(ports, message, request)) ? undefined : request;
  }
  const { customer, detail } = prepared;
  const code = prepared.status === 'unpriced' ? 'not-priced' : prepared.code;
  await park(ports, message, { customer, code, detail });
  return undefined;
}

/**
 * A payer that used nothing gets no document, and is looked at again when usage may have come late. A month that is
 * closed goes on to be announced: whoever closed it may have died before it said so.
 */
async function isLeftOut(
  ports: BillingRunPorts,
  { tenant, month }: CloseMessage,
  request: ClosingRequest,
): Promise<boolean> {
  if (request.isIdle === undefined) return false;
  const { closedBy, deferred } = (await cellOf(ports, tenant, request)) ?? {};
  if (closedBy !== undefined || deferred !== undefined) return false;
  const { books, runs, clock } = ports;
  const { draft } = await draftClosing(books, tenant, request);
  if (!billsNothing(draft)) return false;
  await runs.park({
    tenant,
    month,
    customer: draft.customer,
    code: nothingUsed,
    detail: 'nothing was used, and there is nothing to correct',
    at: clock.now(),
  });
  return true;
}

/** A block of the books at a time, each announced at once: documents are drawn while others are booked. */
async function closeReady(
  ports: BillingRunPorts,
  message: CloseMessage,
  ready: readonly ClosingRequest[],
): Promise<readonly ClosingDocument[]> {
  const added: ClosingDocument[] = [];
  for (let from = 0; from < ready.length; from += REQUESTS_AT_ONCE) {
    const requests = ready.slice(from, from + REQUESTS_AT_ONCE);
    const outcomes = await closePeriods(ports, message.tenant, requests);
    await announceDocuments(ports.documents, message.tenant, outcomes.flatMap(idsOf));
    for (const outcome of outcomes) {
      if (outcome.status === 'closed') added.push(outcome.document);
      if (outcome.status !== 'parked') continue;
      const { draft, reason } = outcome;
      await park(ports, message, { customer: draft.customer, ...reason, draft });
    }
  }
  return added;
}

/** Of a month that was closed before, too: whoever closed it may have died before it said so. */
function idsOf(outcome: ClosingOutcome): string[] {
  if (outcome.status === 'closed') return [outcome.document.id];
  return outcome.status === 'already-closed' ? [outcome.id] : [];
}

async function askForApproval(
  ports: BillingRunPorts,
  message: CloseMessage,
  { request, wanted }: { readonly request: ClosingRequest; readonly wanted: ApprovalReason },
): Promise<void> {
  if ((await cellOf(ports, message.tenant, request))?.closedBy !== undefined) return;
  const { draft, obstacle } = await draftClosing(ports.books, message.tenant, request);
  const reason = obstacle ?? wanted;
  await park(ports, message, { customer: draft.customer, ...reason, draft });
}

async function cellOf(
  { books }: { readonly books: Books },
  tenant: string,
  { terms: { customer }, current }: ClosingRequest,
): Promise<PeriodCell | undefined> {
  const key = { kind: 'period', month: current.period.month, customer } as const;
  return (await books.read(tenant, { cells: [key] })).at(key);
}
