import type { Currency } from '../kernel/currency.ts';
import { type Nanos, nanosText } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import { timestampOf } from '../kernel/timestamp.ts';
import { advanced, type CollectingPorts, stopped } from './advance.ts';
import { type Collection, isOver } from './collection.ts';
import type { RailCaller } from './ports.ts';
import type { Due } from './rail-books.ts';

/** What is to be collected, and where the payer comes back to. */
export interface CollectionRequest {
  /** The invoice's id. */
  readonly invoice: string;
  readonly successUrl: string;
  readonly cancelUrl: string;
}

/** Each time, a collection has ended or begun meanwhile. */
const ROUNDS_MAX = 10;
/** Of one invoice: a day each, if they are left to expire. */
const ATTEMPTS_MAX = 1_000;

/**
 * Answers the open collection of what is due of an invoice, and prepares one where there is none. One that is open for
 * another amount is ended at the rail first.
 * @throws Rejection `invoice.not-found`, `collection.nothing-due`, `collection.amount-not-collectable`,
 * `collection.under-way`, `collection.refused`, `collection.too-many`, `rail.outcome-unknown`
 */
export async function collect(
  ports: CollectingPorts,
  caller: RailCaller,
  request: CollectionRequest,
): Promise<Collection> {
  const { tenant } = caller;
  const { invoice } = request;
  /** The one that this call has submitted: that it was refused is answered, and not that of an earlier one. */
  let submitting: number | undefined;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const due = await ports.books.due(tenant, invoice);
    const last = await ports.collections.last(tenant, invoice);
    if (last === undefined || isOver(last)) {
      if (last?.status === 'failed' && last.attempt === submitting) throw refused(last);
      await prepare(ports, { tenant, request, due, last });
      continue;
    }
    if (last.status === 'prepared') submitting = last.attempt;
    const open = await openFor(ports, caller, { last, due });
    if (open !== undefined) return open;
  }
  throw new Rejection(
    'rail.outcome-unknown',
    `ask again: collections of ${invoice} have begun and ended meanwhile`,
  );
}

/** The collection that is open, if it still is, for what is due; one for another amount is ended. */
async function openFor(
  ports: CollectingPorts,
  caller: RailCaller,
  { last, due }: { readonly last: Collection; readonly due: Due },
): Promise<Collection | undefined> {
  if (last.rail !== ports.rail.name) throw underWay(last, due);
  const now = await advanced(ports, caller, last);
  if (now.kind !== 'is') throw outcomeUnknown(last, now.detail);
  const { collection } = now;
  if (isOver(collection)) return undefined;
  if (isFor(collection, due)) return collection;
  if (collection.url === undefined) throw underWay(collection, due);
  const end = await stopped(ports, caller, collection);
  if (end.kind !== 'is') throw outcomeUnknown(last, end.detail);
  if (!isOver(end.collection)) throw underWay(end.collection, due);
  return undefined;
}

/** Whether a collection is of what is due now. */
export const isFor = (
  { amount, currency }: { readonly amount: Nanos; readonly currency: Currency },
  due: Due,
): boolean => amount === due.amount && currency === due.currency;

/** Puts the next attempt, where nobody else has. Whether it was put is seen when the last one is read again. */
async function prepare(
  { rail, collections, clock }: CollectingPorts,
  from: {
    readonly tenant: string;
    readonly request: CollectionRequest;
    readonly due: Due;
    readonly last: Collection | undefined;
  },
): Promise<void> {
  const { tenant, request, due, last } = from;
  if (due.amount <= 0n) {
    throw new Rejection(
      'collection.nothing-due',
      `collect an invoice of which something is due: of ${due.number} it is ${nanosText(due.amount)} ${due.currency}`,
    );
  }
  const quote = rail.quote(due.amount, due.currency);
  if (quote.kind === 'not-collectable') {
    throw new Rejection('collection.amount-not-collectable', quote.detail);
  }
  const attempt = (last?.attempt ?? 0) + 1;
  if (attempt > ATTEMPTS_MAX) {
    throw new Rejection(
      'collection.too-many',
      `collect ${due.number} in another way: it was tried ${ATTEMPTS_MAX} times`,
    );
  }
  const now = clock.now();
  await collections.put({
    ...{ tenant, attempt, rail: rail.name, number: due.number },
    ...request,
    currency: due.currency,
    amount: due.amount,
    preparedAt: now,
    expiresAt: timestampOf(now + rail.openMs),
    status: 'prepared',
    reference: undefined,
    url: undefined,
    payment: undefined,
    reason: undefined,
    changedAt: now,
    revision: 1,
  });
}

const refused = ({ number, rail, reason = 'it does not say why' }: Collection): Rejection =>
  new Rejection('collection.refused', `see what ${rail} says of ${number}: ${reason}`);

const outcomeUnknown = ({ rail, number }: Collection, detail: string): Rejection =>
  new Rejection(
    'rail.outcome-unknown',
    `ask again, with the same words: ${rail} has not said what became of collecting ${number} (${detail})`,
  );

const underWay = ({ number, amount, currency }: Collection, due: Due): Rejection =>
  new Rejection(
    'collection.under-way',
    `wait until it is known whether ${nanosText(amount)} ${currency} of ${number} comes, of which ${nanosText(due.amount)} is due now`,
  );
