import type { Queue } from '../kernel/queue.ts';
import { StoredObject, storedObjectFrom } from '../kernel/stored.ts';
import { type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import { type RailName, railNames } from './collection.ts';
import type { Hint } from './ports.ts';

/** Whose rail a message is about. */
interface OfRail {
  readonly tenant: string;
  readonly rail: RailName;
}

/** Looks at what is open; without a tenant, of all. */
type LookMessage =
  | { readonly kind: 'look' }
  | ({ readonly kind: 'look'; readonly after: string | undefined } & OfRail);

/** Asks the rail for what it has told of; `to` and `after` where that goes on. */
export interface ChangesMessage extends OfRail {
  readonly kind: 'changes';
  readonly to: Timestamp | undefined;
  readonly after: string | undefined;
}

/** Looks at what the rail has told of. */
interface HintMessage extends OfRail {
  readonly kind: 'hint';
  readonly hint: Hint;
}

/** Makes a tenant's reminders of a day, if it is the hour for that; `after` where that goes on. */
export interface RemindMessage {
  readonly kind: 'remind';
  readonly tenant: string;
  readonly at: Timestamp;
  /** A place in the books. */
  readonly after: { readonly seq: number; readonly index: number } | undefined;
}

/** Looks at what a tenant pays out; of a payee, only whether it is paid by another method. */
export interface PayoutsMessage {
  readonly kind: 'payouts';
  readonly tenant: string;
  readonly payee: string | undefined;
}

/** A payer's wallet may be low. */
interface RefillMessage {
  readonly kind: 'refill';
  readonly tenant: string;
  readonly payer: string;
}

/** Looks at a commit to a contract that pays payees. */
export interface CommitMessage {
  readonly kind: 'commit';
  readonly tenant: string;
  /** By CAIP-10. */
  readonly contract: string;
  readonly epoch: number;
}

/** Looks at a page of what a tenant's customers have subscribed to at AWS Marketplace. */
export interface SubscriptionsMessage {
  readonly kind: 'subscriptions';
  readonly tenant: string;
  readonly after: string | undefined;
}

/** AWS Marketplace has taken a license away. */
export interface LicenseMessage {
  readonly kind: 'license';
  /** Its ARN. */
  readonly license: string;
  /** RFC 3339, as AWS says it. */
  readonly endedAt: string;
}

/** What is worked off by rails alone. */
export type CollectingMessage = LookMessage | ChangesMessage | HintMessage;
export type RailsMessage =
  | CollectingMessage
  | RemindMessage
  | PayoutsMessage
  | RefillMessage
  | CommitMessage
  | SubscriptionsMessage
  | LicenseMessage;

const VERSION = 1;
const kinds = [
  ...(['look', 'changes', 'hint', 'remind', 'payouts', 'refill', 'commit'] as const),
  ...(['subscriptions', 'license'] as const),
] as const;

/** The schedule puts messages without a version on the queue for ever: they are of version 1. */
export function railsMessageFrom(body: string): RailsMessage {
  const message = storedObjectFrom(body, 'a message of the rails queue');
  message.version(VERSION);
  const kind = message.oneOf('kind', kinds);
  if (kind === 'look' && !message.has('tenant')) return { kind };
  if (kind !== 'look' && kind !== 'changes' && kind !== 'hint') return besideFrom(message, kind);
  const of = { tenant: message.text('tenant'), rail: message.oneOf('rail', railNames) };
  const after = message.has('after') ? message.text('after') : undefined;
  switch (kind) {
    case 'look':
      return { kind, ...of, after };
    case 'changes': {
      const to = message.has('to') ? timestampOf(message.integer('to')) : undefined;
      return { kind, ...of, to, after };
    }
    case 'hint':
      return { kind, ...of, hint: hintFrom(message.value('hint'), of.tenant) };
  }
}

/** What is not about a rail that collects. */
function besideFrom(
  message: StoredObject,
  kind: Exclude<(typeof kinds)[number], CollectingMessage['kind']>,
): Exclude<RailsMessage, CollectingMessage> {
  const textOf = (name: string) => (message.has(name) ? message.text(name) : undefined);
  switch (kind) {
    case 'remind':
      return remindFrom(message);
    case 'payouts':
      return { kind, tenant: message.text('tenant'), payee: textOf('payee') };
    case 'refill':
      return { kind, tenant: message.text('tenant'), payer: message.text('payer') };
    case 'commit': {
      const [tenant, contract] = [message.text('tenant'), message.text('contract')];
      return { kind, tenant, contract, epoch: message.integer('epoch') };
    }
    case 'subscriptions':
      return { kind, tenant: message.text('tenant'), after: textOf('after') };
    case 'license':
      return { kind, license: message.text('license'), endedAt: message.text('endedAt') };
  }
}

function remindFrom(message: StoredObject): RemindMessage {
  const at = timestampOf(message.integer('at'));
  const tenant = message.text('tenant');
  if (!message.has('after')) return { kind: 'remind', tenant, at, after: undefined };
  const place = new StoredObject(message.value('after'), 'a place in the books');
  const after = { seq: place.integer('seq'), index: place.integer('index') };
  return { kind: 'remind', tenant, at, after };
}

function hintFrom(value: unknown, tenant: string): Hint {
  const hint = new StoredObject(value, 'what a rail has told of');
  const about = hint.oneOf('about', ['collection', 'payment']);
  if (about === 'payment') return { about, payment: hint.text('payment') };
  const place = new StoredObject(hint.value('collection'), 'the collection of a hint');
  const collection = {
    tenant,
    invoice: place.text('invoice'),
    attempt: place.integer('attempt'),
  };
  return { about, collection };
}

export const railsMessageText = (message: RailsMessage): string =>
  JSON.stringify({ version: VERSION, ...message });

/** Throws when the queue did not take all of them: then what led here is done again. */
export async function sendAll(queue: Queue, messages: readonly RailsMessage[]): Promise<void> {
  if (messages.length === 0) return;
  if ((await queue.send(messages.map(railsMessageText))) === 'sent') return;
  throw new Error(`the rails queue did not take all of ${messages.length} messages`);
}
