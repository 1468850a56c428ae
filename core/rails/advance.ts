import type { Clock } from '../kernel/clock.ts';
import { millisecondsPer, type Timestamp } from '../kernel/timestamp.ts';
import { type Collection, collectionId, isOver, type WalletRefund } from './collection.ts';
import type { Collections, Movement, Rail, RailCaller, Submitted, Unknown } from './ports.ts';
import type { RailBooks } from './rail-books.ts';

/** What collections are brought on with. */
export interface CollectingPorts {
  readonly collections: Collections;
  readonly rail: Rail;
  readonly books: RailBooks;
  readonly clock: Clock;
}

/** A collection as it is now. It stays what it was where the rail does not say, or says what cannot be booked. */
export type Advanced =
  | { readonly kind: 'is'; readonly collection: Collection }
  | Unknown
  | { readonly kind: 'unbookable'; readonly detail: string };

/**
 * Brings an open collection up to what the rail says of it.
 *
 * Why nothing is collected twice: a collection is in the table before the rail is asked for anything, and the rail is
 * asked under a key that is made of it. So whoever does not know what became of a call makes the same call again, and
 * gets the answer of the first. Once nobody could begin to pay by it, it is looked for instead. Another attempt begins
 * only when this one is known to be over. What came in is booked before the collection says so, and under the rail's
 * own word for it: so a crash in between books nothing twice, and forgets nothing.
 */
export async function advanced(
  ports: CollectingPorts,
  caller: RailCaller,
  collection: Collection,
): Promise<Advanced> {
  if (collection.status === 'prepared') return submitted(ports, caller, collection);
  if (collection.status === 'submitted') return lookedUp(ports, caller, collection);
  if (collection.unbooked === true) return bookedUp(ports, caller, collection);
  return { kind: 'is', collection };
}

async function submitted(
  ports: CollectingPorts,
  caller: RailCaller,
  collection: Collection,
): Promise<Advanced> {
  const { rail, clock } = ports;
  const mayBegin = clock.now() < collection.expiresAt;
  if (isRefund(collection)) {
    const wait = await refundWaits(ports, collection);
    if (wait !== undefined) return wait;
  }
  const answer: Submitted = mayBegin
    ? await rail.submit(caller, collection)
    : await rail.find(caller, collection);
  switch (answer.kind) {
    case 'unknown':
      return answer;
    case 'refused': {
      const status = mayBegin ? 'failed' : 'expired';
      return ended(ports, { ...collection, status, reason: answer.detail });
    }
    case 'submitted': {
      const { reference, url } = answer;
      const after = await put(ports, { ...collection, status: 'submitted', reference, url });
      // What is answered under a key is as it was then; what is found may have ended.
      if (mayBegin || after.kind !== 'is') return after;
      return advanced(ports, caller, after.collection);
    }
  }
}

/** Whoever called the rail before the end has its answer by then: nothing of it is done any more. */
const CALLED_MS = 30 * millisecondsPer.minute;

type Refund = Collection & { readonly refund: WalletRefund };

const isRefund = (collection: Collection): collection is Refund => collection.refund !== undefined;

/**
 * Takes what is to go back out of its wallet, before the rail is asked to pay it back. Where that is refused, as it was
 * spent since, nobody ends it: another process may have it taken out. It is tried until its end, and looked for then.
 */
async function refundWaits(
  { books, clock }: CollectingPorts,
  collection: Refund,
): Promise<Unknown | undefined> {
  const now = clock.now();
  if (now >= collection.expiresAt) {
    const isCertain = now >= collection.expiresAt + CALLED_MS;
    return isCertain ? undefined : { kind: 'unknown', detail: 'wait: it may just be paid back' };
  }
  const out = await books.takeOut(collection);
  return out.kind === 'taken' ? undefined : { kind: 'unknown', detail: out.detail };
}

/** Puts that it is over, without money. What was to go back is in its wallet again before. */
async function ended(ports: CollectingPorts, collection: Collection): Promise<Advanced> {
  if (isRefund(collection)) await ports.books.putBack(collection);
  return put(ports, collection);
}

async function lookedUp(
  ports: CollectingPorts,
  caller: RailCaller,
  collection: Collection,
): Promise<Advanced> {
  const standing = await ports.rail.lookup(caller, collection);
  switch (standing.kind) {
    case 'unknown':
      return standing;
    case 'open':
      return { kind: 'is', collection };
    case 'processing':
      if (collection.url === undefined) return { kind: 'is', collection };
      return put(ports, { ...collection, url: undefined });
    case 'paid': {
      const { payment } = standing;
      const booked = await bookAll(ports, caller, { collection, payment });
      if (booked !== undefined) return booked;
      const { unbooked: _, ...known } = collection;
      return put(ports, { ...known, status: 'settled', url: undefined, payment });
    }
    case 'failed':
      return ended(ports, {
        ...collection,
        status: 'failed',
        url: undefined,
        reason: standing.detail,
      });
    case 'expired':
      return put(ports, { ...collection, status: 'expired', url: undefined });
    case 'gone': {
      const { detail } = standing;
      // Of a refund, that would put money into a wallet that may have been paid back.
      if (!isRefund(collection) && isGivenUp(collection, ports.clock.now())) {
        return put(ports, { ...collection, status: 'expired', url: undefined, reason: detail });
      }
      return { kind: 'unknown', detail: `put the former key back: ${detail}` };
    }
  }
}

/** For as long, the secrets may be put back by which a rail has a collection; and a debit takes days. */
const GONE_MS = millisecondsPer.day;
const PAID_AND_GONE_MS = 30 * millisecondsPer.day;

/** Whether one that a rail has no more is not waited for any longer. Until then a person is told of it. */
export const isGivenUp = ({ expiresAt, url }: Collection, now: Timestamp): boolean =>
  now >= expiresAt + (url === undefined ? PAID_AND_GONE_MS : GONE_MS);

/** Books what has moved since a collection was settled, and says that it is booked. */
async function bookedUp(
  ports: CollectingPorts,
  caller: RailCaller,
  collection: Collection,
): Promise<Advanced> {
  const { payment, unbooked: _, ...known } = collection;
  if (payment !== undefined) {
    const booked = await bookAll(ports, caller, { collection, payment });
    if (booked !== undefined) return booked;
  }
  return put(ports, { ...known, payment });
}

/**
 * Books all money that has moved by a payment of a collection, each movement once; undefined when that is done. What
 * cannot be booked keeps nothing after it waiting. An amount in another currency than the invoice's is never booked as
 * if it were.
 */
export async function bookAll(
  { rail, books, collections }: Pick<CollectingPorts, 'rail' | 'books' | 'collections'>,
  caller: RailCaller,
  { collection, payment }: { readonly collection: Collection; readonly payment: string },
): Promise<Exclude<Advanced, { readonly kind: 'is' }> | undefined> {
  const all = await rail.movements(caller, payment);
  if (all.kind === 'unknown') return all;
  const returns: string[] = [];
  const book = async (movement: Movement): Promise<string | undefined> => {
    const { amount, currency, reference } = movement;
    if (currency !== collection.currency || amount === undefined || amount <= 0n) {
      const got = `${amount ?? 'an amount that cannot be read'} ${currency}`;
      return `book ${reference} of ${collectionId(collection)} by hand: it is not in ${collection.currency}, got ${got}`;
    }
    const takenOutOf = await outOf(collections, movement);
    const moved = { ...movement, amount };
    const told = { collection, payment, returns: [...returns], movement: moved, takenOutOf };
    const outcome = await books.book(told);
    if (outcome.kind === 'unbookable') return outcome.detail;
    if (movement.kind === 'return') returns.push(reference);
    return undefined;
  };
  const early: Movement[] = [];
  for (const movement of inOrder(all.movements)) {
    if ((await book(movement)) !== undefined) early.push(movement);
  }
  // Of one second, what has come again may be what was paid back: then it is booked after it.
  const unbookable: string[] = [];
  for (const movement of early) {
    const detail = await book(movement);
    if (detail !== undefined) unbookable.push(detail);
  }
  return allOf(unbookable);
}

/** The payment of a refund that one of ours asked for, which has taken it out of its wallet and not put it back. */
async function outOf(
  collections: Pick<Collections, 'get'>,
  { asked }: Pick<Movement, 'asked'>,
): Promise<string | undefined> {
  const refund = asked === undefined ? undefined : await collections.get(asked);
  if (refund === undefined || !isRefund(refund)) return undefined;
  const isOut = refund.status !== 'failed' && refund.status !== 'expired';
  return isOut ? refund.refund.of : undefined;
}

/** As much as a person reads of a line: once these are booked by hand, the next ones are told. */
const DETAILS_MAX = 5;

function allOf(
  unbookable: readonly string[],
): { readonly kind: 'unbookable'; readonly detail: string } | undefined {
  if (unbookable.length === 0) return undefined;
  const more = unbookable.length - DETAILS_MAX;
  const details = unbookable.slice(0, DETAILS_MAX).join('; ');
  return { kind: 'unbookable', detail: more > 0 ? `${details}; and ${more} more` : details };
}

const rank: Readonly<Record<Movement['kind'], number>> = {
  payment: 0,
  refund: 1,
  reversal: 1,
  return: 2,
};

/** As it has moved, to the second; what comes again was gone before, and what is gone was paid before. */
const inOrder = (movements: readonly Movement[]): readonly Movement[] =>
  movements.toSorted((a, b) => placeOf(a) - placeOf(b));

/** Instants are of whole milliseconds: what is added puts those of one instant in order. */
const placeOf = ({ kind, at }: Movement): number => (kind === 'payment' ? 0 : at + rank[kind] / 10);

/** Puts what a collection has become; where others were at it, what they have made of it. */
async function put(
  { collections, clock }: Pick<CollectingPorts, 'collections' | 'clock'>,
  before: Collection,
): Promise<Advanced> {
  const after = { ...before, changedAt: clock.now(), revision: before.revision + 1 };
  if ((await collections.put(after)) === 'put') return { kind: 'is', collection: after };
  const stored = await collections.get(before);
  if (stored === undefined || stored.revision < after.revision) {
    return { kind: 'unknown', detail: 'it is not known whether its state is kept' };
  }
  return { kind: 'is', collection: stored };
}

/** Has the rail end an open collection, and finds out how it ended where that was not by this. */
export async function stopped(
  ports: CollectingPorts,
  caller: RailCaller,
  collection: Collection,
): Promise<Advanced> {
  switch (await ports.rail.expire(caller, collection)) {
    case 'expired':
      return put(ports, { ...collection, status: 'expired', url: undefined });
    case 'not-open':
    case 'unknown': {
      const after = await advanced(ports, caller, collection);
      if (after.kind !== 'is' || isOver(after.collection)) return after;
      return after.collection.url === undefined
        ? after
        : { kind: 'unknown', detail: 'it is not known whether it is ended' };
    }
  }
}
