import type { Queue } from '../kernel/queue.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import { advanced, bookAll, type CollectingPorts, stopped } from './advance.ts';
import { isFor } from './collect.ts';
import { type Collection, type CollectionPlace, collectionId, isOver } from './collection.ts';
import { type ChangesMessage, type RailsMessage, sendAll } from './message.ts';
import type { CollectionNotice, Connection, Hint, Rail, RailCaller, RailSecrets } from './ports.ts';

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

/** What works off messages about a connection that there is. */
interface Working extends CollectingPorts {
  readonly caller: RailCaller;
  readonly queue: Queue;
  readonly stuck: (collection: string, detail: string) => void;
}

/** Works off one message. What cannot be said now is found by a later look, so that no message waits for a rail. */
export async function workOff(ports: RailsPorts, message: RailsMessage): Promise<void> {
  if (!('tenant' in message)) return lookEverywhere(ports);
  const { tenant, rail } = message;
  const [connection, credentials] = await Promise.all([
    ports.collections.connection(tenant, rail),
    ports.secrets.get(tenant, rail),
  ]);
  if (connection?.enabled !== true) return;
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

async function lookEverywhere({ collections, queue }: RailsPorts): Promise<void> {
  for await (const connections of collections.everyConnection()) {
    const enabled = connections.filter((one) => one.enabled);
    await sendAll(
      queue,
      enabled.flatMap(({ tenant, rail }) => [
        { kind: 'look', tenant, rail, after: undefined } as const,
        { kind: 'changes', tenant, rail, to: undefined, after: undefined } as const,
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
    if (collection !== undefined) await lookAt(working, collection);
  }
}

/** Brings a collection up to date, and ends it where what it is for is not what is due any more. */
async function lookAt(working: Working, collection: Collection): Promise<void> {
  const { books, caller } = working;
  const now = await advanced(working, caller, collection);
  if (now.kind !== 'is') return tellStuck(working, collection, now);
  // Of one that is being paid, it will be known later; and one that is over needs no more.
  if (isOver(now.collection) || now.collection.url === undefined) return;
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

/** What the rail has told of since it was asked last: whether that came by itself or not, it is looked at. */
async function takeChanges(
  working: Working,
  connection: Connection,
  message: ChangesMessage,
): Promise<void> {
  const { collections, rail, caller, clock, queue, stuck } = working;
  const to = message.to ?? clock.now();
  const from = timestampOf(connection.seenTo - OVERLAP_MS);
  const changes = await rail.changes(caller, { from, to, after: message.after });
  const unseen = (detail: string): void => {
    if (to - connection.seenTo <= STUCK_MS) return;
    stuck('-', `what ${rail.name} has told of is not known: ${detail}`);
  };
  if (changes.kind === 'unknown') return unseen(changes.detail);
  for (const hint of distinct(changes.hints)) {
    const taken = await takeHint(working, hint);
    if (taken !== undefined) return unseen(taken);
  }
  const { next } = changes;
  if (next !== undefined) return sendAll(queue, [{ ...message, to, after: next }]);
  await seen(collections, connection, to);
}

const distinct = (hints: readonly Hint[]): readonly Hint[] => [
  ...new Map(hints.map((hint) => [JSON.stringify(hint), hint])).values(),
];

/** Where somebody else has put it meanwhile, they have got as far, or the next time does. */
async function seen(
  collections: CollectingPorts['collections'],
  connection: Connection,
  seenTo: Timestamp,
): Promise<void> {
  if (seenTo <= connection.seenTo) return;
  const { revision } = connection;
  await collections.putConnection({ ...connection, seenTo, revision: revision + 1 });
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

/** That something cannot be booked is told, and stays so: it keeps nothing else waiting. */
function reported(
  working: Working,
  collection: Collection,
  outcome: Awaited<ReturnType<typeof advanced>>,
): string | undefined {
  if (outcome.kind === 'is') return undefined;
  tellStuck(working, collection, outcome);
  return outcome.kind === 'unknown' ? outcome.detail : undefined;
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
