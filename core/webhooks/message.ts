import type { Queue } from '../kernel/queue.ts';
import { StoredObject, storedObjectFrom } from '../kernel/stored.ts';
import { timestampOf } from '../kernel/timestamp.ts';
import { type LookedAt, type LookPlace, lookedAt } from './look.ts';

/** Sends an endpoint what it has not had. */
export interface TurnMessage {
  readonly kind: 'send';
  readonly tenant: string;
  readonly key: string;
  /** `work` goes on at once; of what the schedule asks, nothing is done beside somebody who is at it. */
  readonly by: 'schedule' | 'work';
}

/** The same of one endpoint; without one, of all. */
type SendMessage = { readonly kind: 'send' } | TurnMessage;

/** Looks for what a tenant's logs do not say; without a tenant, of all that ask for it. */
export interface LookMessage {
  readonly kind: 'look';
  readonly at: LookedAt;
  readonly tenant?: string;
  /** Where a look at a tenant goes on. */
  readonly from?: LookPlace;
}

export type WebhooksMessage = SendMessage | LookMessage;

const VERSION = 1;

/** The schedules put messages without a version on the queue for ever: they are of version 1. */
export function webhooksMessageFrom(body: string): WebhooksMessage {
  const message = storedObjectFrom(body, 'a message of the webhooks queue');
  message.version(VERSION);
  const kind = message.oneOf('kind', ['send', 'look']);
  if (kind === 'look') {
    const tenant = message.has('tenant') ? { tenant: message.text('tenant') } : {};
    const from = message.has('from') ? { from: placeFrom(message.value('from')) } : {};
    return { kind, at: message.oneOf('at', lookedAt), ...tenant, ...from };
  }
  if (!message.has('tenant')) return { kind };
  const by = message.oneOf('by', ['schedule', 'work']);
  return { kind, tenant: message.text('tenant'), key: message.text('key'), by };
}

function placeFrom(value: unknown): LookPlace {
  const place = new StoredObject(value, 'where a look goes on');
  return {
    month: place.has('month') ? place.month('month') : undefined,
    after: place.text('after'),
    count: place.integer('count'),
    latest: timestampOf(place.integer('latest')),
    reasons: place.texts('reasons'),
  };
}

/** Throws when the queue did not take all of them: then what led here is done again. */
export async function sendAll(queue: Queue, messages: readonly WebhooksMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const bodies = messages.map((message) => JSON.stringify({ version: VERSION, ...message }));
  if ((await queue.send(bodies)) === 'sent') return;
  throw new Error(`the webhooks queue did not take all of ${messages.length} messages`);
}
