import type { Month } from '../kernel/month.ts';
import type { Queue } from '../kernel/queue.ts';
import { storedObjectFrom } from '../kernel/stored.ts';

/** Looks at the tenants that have shares. */
interface LookMessage {
  readonly kind: 'look';
}

/** Reads on in the books of a tenant. */
interface FoldMessage {
  readonly kind: 'fold';
  readonly tenant: string;
}

/** Marks every payer of a month that is closed, past one; the first of these is without `after`. */
export interface RecountMessage {
  readonly kind: 'recount';
  readonly tenant: string;
  readonly month: Month;
  readonly after: string;
}

/** Finds out what payers' months are worth that are marked in a part of a month. */
interface WorthsMessage {
  readonly kind: 'worths';
  readonly tenant: string;
  readonly month: Month;
  readonly part: string;
}

/** Adds up a month for payees past a hash, and posts what has changed. */
export interface RoundMessage {
  readonly kind: 'round';
  readonly tenant: string;
  readonly month: Month;
  readonly n: number;
  readonly from: string;
}

/** Makes the statements of a month for payees past one. */
export interface StatementsMessage {
  readonly kind: 'statements';
  readonly tenant: string;
  readonly month: Month;
  readonly n: number;
  readonly after: string;
}

export type EarningsMessage =
  | LookMessage
  | FoldMessage
  | RecountMessage
  | WorthsMessage
  | RoundMessage
  | StatementsMessage;

const VERSION = 1;

/** The schedule puts messages without a version on the queue for ever: they are of version 1. */
export function earningsMessageFrom(body: string): EarningsMessage {
  const message = storedObjectFrom(body, 'a message of the earnings queue');
  message.version(VERSION);
  const kind = message.oneOf('kind', ['look', 'fold', 'recount', 'worths', 'round', 'statements']);
  switch (kind) {
    case 'look':
      return { kind };
    case 'fold':
      return { kind, tenant: message.text('tenant') };
    case 'recount': {
      const after = message.has('after') ? message.text('after') : '';
      return { kind, tenant: message.text('tenant'), month: message.month('month'), after };
    }
    case 'worths': {
      const of = { tenant: message.text('tenant'), month: message.month('month') };
      return { kind, ...of, part: message.text('part') };
    }
    case 'round': {
      const of = { tenant: message.text('tenant'), month: message.month('month') };
      return { kind, ...of, n: message.integer('n'), from: message.text('from') };
    }
    case 'statements': {
      const of = { tenant: message.text('tenant'), month: message.month('month') };
      return { kind, ...of, n: message.integer('n'), after: message.text('after') };
    }
  }
}

/** Throws when the queue did not take all of them: then what led here is done again. */
export async function sendAll(queue: Queue, messages: readonly EarningsMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const bodies = messages.map((message) => JSON.stringify({ version: VERSION, ...message }));
  if ((await queue.send(bodies)) === 'sent') return;
  throw new Error(`the earnings queue did not take all of ${messages.length} messages`);
}
