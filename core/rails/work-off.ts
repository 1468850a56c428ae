import type { Queue } from '../kernel/queue.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import { advanced, bookAll, type CollectingPorts, stopped } from './advance.ts';
import { isFor } from './collect.ts';
import {
  type Collection,
  type CollectionPlace,
  collectionId,
  isOver,
  walletOf,
} from './collection.ts';
import { credentialsOf, hasSecrets } from './connect.ts';
import { type ChangesMessage, type CollectingMessage, sendAll } from './message.ts';
import type {
  CollectionNotice,
  Connection,
  Hint,
  Rail,
  RailCaller,
  RailSecrets,
  Unknown,
  WaitingPayment,
} from './ports.ts';

/** What messages of the rails queue are worked off with. */
export interface RailsPorts extends Omit<CollectingPorts, 'rail'> {
  readonly rails: Readonly<Record<Rail['name'], Rail>>;
  readonly secrets: RailSecrets;
  readonly queue: Queue;
  readonly onNotice: (notice: CollectionNotice) => void;
}

/** Of a look: each may take some calls to the rail, of ten seconds at most. */
const COLLECTIONS_PER_LOOK = 10;
/** For so long it may be unknown what became of something before a person is told. */
const STUCK_MS = millisecondsPer.hour;
/** What a rail tells of may come to be listed only after a while: it is asked for again. */
const OVERLAP_MS = 30 * millisecondsPer.minute;
/** Payments of which it is not known what has moved, while the others go on: of a connection, and of a page. */
const WAITING_MAX = 20;
const UNKNOWN_PER_PAGE = 5;

/** What works off messages about a connection that there is. */
interface Working extends CollectingPorts {
  readonly caller: RailCaller;
  readonly queue: Queue;
  readonly stuck: (collection: string, detail: string) => void;
}

/** Works off one message. What cannot be said now is found by a later look, so that no message waits for a rail. */
export async function workOff(ports: RailsPorts, message: CollectingMessage): Promise<void> {
  if (!('tenant' in message)) return lookEverywhere(ports);
  const { tenant, rail } = message;
  const [connection, credentials] = await Promise.all([
    ports.collections.connection(tenant, rail),
    credentialsOf(ports.secrets, tenant, rail),
  ]);
  if (connection === undefined || !isLookedAt(connection)) return;
  const stuck = (collection: string, detail: string): void => {
    ports.onNotice({ event: 'collection.stuck', tenant, collection, detail });
  };
  if (credentials === undefined) {
    stuck('-', `connect ${rail} again: its secrets are gone`);
    return;
  }
  const caller = { tenant, space: connection.space, credentials };
  const working = { ...ports, rail: ports.rails[rail], caller, stuck };
  switch (message.kind) {
    case 'look':
      return lookAtOpen(working, message.after);
    case 'changes':
      return takeChanges(working, connection, message);
    case 'hint':
      await takeHint(working, message.hint);
  }
}

/** Statements may say of direct debits for a year after the last of them. */
const isLookedAt = ({ rail, enabled }: Connection): boolean => enabled || !hasSecrets(rail);

async function lookEverywhere({ collections, queue }: RailsPorts): Promise<void> {
  for await (const connections of collections.everyConnection()) {
    const enabled = connections.filter(isLookedAt);
    await sendAll(
      queue,
      enabled.flatMap(({ tenant, rail }) => [
        { kind: 'look', tenant, rail, after: undefined } as const,
        ...(hasSecrets(rail)
          ? [{ kind: 'changes', tenant, rail, to: undefined, after: undefined } as const]
          : []),
      ]),
    );
  }
}

/** Some that are open, one after the other; those after them are another message. */
async function lookAtOpen(working: Working, after: string | undefined): Promise<void> {
  const { collections, caller, rail, queue } = working;
  const { tenant } = caller;
  const page = { after, limit: COLLECTIONS_PER_LOOK };
  const { collections: open, next } = await collections.open(tenant, page);
  if (next !== undefined) {
    await sendAll(queue, [{ kind: 'look', tenant, rail: rail.name, after: next }]);
  }
  for (const listed of open) {
    const collection = await collections.get(listed);
    // Those of other rails are looked at by messages of those.
    if (collection?.rail === rail.name) await lookAt(working, collection);
  }
}

/** Brings a collection up to date, and ends it where what it is for is not what is due any more. */
async function lookAt(working: Working, collection: Collection): Promise<void> {
  const { books, caller } = working;
  const now = await advanced(working, caller, collection);
  if (now.kind !== 'is') return tellStuck(working, collection, now);
  // Of one that is being paid, it will be known later; and one that is over needs no more.
  if (isOver(now.collection) || now.collection.url === undefined) return;
  // What is for a wallet is due of nothing that could be paid otherwise: it ends by itself.
  if (walletOf(collection) !== undefined) return;
  const due = await books.due(caller.tenant, collection.invoice);
  if (isFor(now.collection, due)) return;
  const end = await stopped(working, caller, now.collection);
  if (end.kind !== 'is') tellStuck(working, collection, end);
}

function tellStuck(
  { clock, stuck }: Working,
  collection: Collection,
  { kind, detail }: { readonly kind: 'unknown' | 'unbookable'; readonly detail: string },
): void {
  const isLong = clock.now() - collection.changedAt > STUCK_MS;
  if (kind === 'unbookable' || isLong) stuck(collectionId(collection), detail);
}

/**
 * What the rail has told of since it was asked last: whether that came by itself or not, it is looked at. Of what it
 * does not say what has moved is asked again each time, and keeps nothing else waiting.
 */
async function takeChanges(
  working: Working,
  connection: Connection,
  message: ChangesMessage,
): Promise<void> {
  const { rail, caller, clock, queue, stuck } = working;
  const to = message.to ?? clock.now();
  const from = timestampOf(connection.seenTo - OVERLAP_MS);
  const changes = await rail.changes(caller, { from, to, after: message.after });
  const unseen = (detail: string): void => {
    if (to - connection.seenTo <= STUCK_MS) return;
    stuck('-', `what ${rail.name} has told of is not known: ${detail}`);
  };
  if (changes.kind === 'unknown') return unseen(changes.detail);
  const before = connection.waiting ?? [];
  const still = message.after === undefined ? await takeWaiting(working, before) : before;
  const taken = await takeHints(working, changes.hints, { waiting: still, since: to });
  const { waiting } = taken;
  const isSeen = taken.kind === 'taken' && changes.next === undefined;
  const seenTo = isSeen && to > connection.seenTo ? to : connection.seenTo;
  const isPut = await putSeen(working, connection, { waiting, seenTo });
  if (taken.kind === 'unknown') return unseen(taken.detail);
  const { next } = changes;
  if (isPut && next !== undefined) await sendAll(queue, [{ ...message, to, after: next }]);
}

/** Some of what waits is asked for again; what is still not known is asked for last the next time. */
async function takeWaiting(
  working: Working,
  waiting: readonly WaitingPayment[],
): Promise<readonly WaitingPayment[]> {
  const { clock, rail, stuck } = working;
  const still: WaitingPayment[] = [];
  for (const one of waiting.slice(0, UNKNOWN_PER_PAGE)) {
    const detail = await takePayment(working, one.payment);
    if (detail === undefined) continue;
    still.push(one);
    if (clock.now() - one.since <= STUCK_MS) continue;
    stuck('-', `what has moved by ${one.payment} of ${rail.name} is not known: ${detail}`);
  }
  return [...waiting.slice(UNKNOWN_PER_PAGE), ...still];
}

type Taken = { readonly waiting: readonly WaitingPayment[] } & (
  | { readonly kind: 'taken' }
  | Unknown
);

/** Many that are not known at once are a rail that does not answer: then all is asked for again. */
async function takeHints(
  working: Working,
  hints: readonly Hint[],
  from: { readonly waiting: readonly WaitingPayment[]; readonly since: Timestamp },
): Promise<Taken> {
  const { since } = from;
  const waiting = [...from.waiting];
  const most = Math.min(WAITING_MAX, waiting.length + UNKNOWN_PER_PAGE);
  for (const hint of distinct(hints)) {
    const isWaiting =
      hint.about === 'payment' && waiting.some(({ payment }) => payment === hint.payment);
    if (isWaiting) continue;
    const detail = await takeHint(working, hint);
    // A collection that is not known is open, and looked at whether it is told of or not.
    if (detail === undefined || hint.about === 'collection') continue;
    if (waiting.length >= most) return { kind: 'unknown', detail, waiting };
    waiting.push({ payment: hint.payment, since });
  }
  return { kind: 'taken', waiting };
}

const distinct = (hints: readonly Hint[]): readonly Hint[] => [
  ...new Map(hints.map((hint) => [JSON.stringify(hint), hint])).values(),
];

/** False where somebody else has put it meanwhile: they have got as far, or the next time does. */
async function putSeen(
  { collections }: Working,
  connection: Connection,
  seen: Required<Pick<Connection, 'waiting' | 'seenTo'>>,
): Promise<boolean> {
  const { waiting = [], seenTo, revision } = connection;
  const isSame = JSON.stringify(waiting) === JSON.stringify(seen.waiting);
  if (isSame && seenTo === seen.seenTo) return true;
  const outcome = await collections.putConnection({
    ...connection,
    ...seen,
    revision: revision + 1,
  });
  return outcome === 'put';
}

/** Looks at what a hint is about; answers what is not known, where that is so. */
async function takeHint(working: Working, hint: Hint): Promise<string | undefined> {
  if (hint.about === 'payment') return takePayment(working, hint.payment);
  const collection = await knownOf(working, hint.collection);
  if (collection === undefined || isOver(collection)) return undefined;
  return reported(working, collection, await advanced(working, working.caller, collection));
}

/** Money of a payment has moved: it is booked, whatever is said of its collection. */
async function takePayment(working: Working, payment: string): Promise<string | undefined> {
  const { rail, caller } = working;
  const found = await rail.collectionOf(caller, payment);
  if (found.kind === 'unknown') return found.detail;
  const collection = found.place === undefined ? undefined : await knownOf(working, found.place);
  if (collection === undefined) return undefined;
  const now = await advanced(working, caller, collection);
  if (now.kind !== 'is') return reported(working, collection, now);
  const booked = await bookAll(working, caller, { collection, payment });
  return booked === undefined ? undefined : reported(working, collection, booked);
}

/**
 * That something cannot be booked is told, and stays so: it keeps nothing else waiting. That it is not known is told
 * by who asks for it again.
 */
function reported(
  working: Working,
  collection: Collection,
  outcome: Awaited<ReturnType<typeof advanced>>,
): string | undefined {
  if (outcome.kind === 'is') return undefined;
  if (outcome.kind === 'unknown') return outcome.detail;
  tellStuck(working, collection, outcome);
  return undefined;
}

/** Money may have come by one that is not in the table, where that was restored: a person looks at it. */
async function knownOf(
  { collections, stuck }: Working,
  place: CollectionPlace,
): Promise<Collection | undefined> {
  const collection = await collections.get(place);
  if (collection === undefined) {
    stuck(collectionId(place), 'look at it: the rail has it, and there is no such collection');
  }
  return collection;
}
