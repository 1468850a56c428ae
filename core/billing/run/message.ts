import type { Timestamp } from '../../kernel/timestamp.ts';
import type { Queue } from '../../metering/ports.ts';

/** A check that a person has overruled, and why. */
interface Override {
  readonly check: string;
  readonly reason: string;
}

/** Looks for what is due and open, of one tenant; without a tenant, of all. */
export interface SweepMessage {
  readonly kind: 'sweep';
  /** Whether to try again what waits for a person: what stood in its way may be gone. */
  readonly again: boolean;
  readonly tenant?: string;
}

/** Recounts a tenant's month from an hour on, looks through it for who has used it, then deals out its customers. */
export interface RunMessage {
  readonly kind: 'run';
  readonly tenant: string;
  readonly period: string;
  readonly overrides: readonly Override[];
  /** Whether a person asked: then there is no grace, and what is parked is tried again. */
  readonly asked: boolean;
  /** When the run began; undefined at the beginning. What has fallen due since was not looked at, and is another run's. */
  readonly begunAt?: Timestamp;
  /** Where it is looked through from; undefined until it is recounted. */
  readonly partition?: number;
  /** UTC hours since 1970; undefined at the beginning. */
  readonly hour?: number;
  /** How often this hour was found different. */
  readonly tries?: number;
}

/** Closes the month of some customers. */
export interface CloseMessage {
  readonly kind: 'close';
  readonly tenant: string;
  readonly period: string;
  readonly overrides: readonly Override[];
  readonly customers: readonly string[];
}

/** Reads a tenant's books and looks for what must not be in them; without a tenant, of all. */
export interface CheckMessage {
  readonly kind: 'check-books';
  readonly tenant?: string;
}

export type BillingMessage = SweepMessage | RunMessage | CloseMessage | CheckMessage;

const billingMessageBody = (message: BillingMessage): string => JSON.stringify(message);

/** The reverse of `billingMessageBody`. */
export const billingMessageFrom = (body: string): BillingMessage =>
  JSON.parse(body) as BillingMessage;

/** Throws when the queue did not take all of them: then the message that led here is delivered again. */
export async function sendAll(queue: Queue, messages: readonly BillingMessage[]): Promise<void> {
  if (messages.length === 0) return;
  if ((await queue.send(messages.map(billingMessageBody))) === 'sent') return;
  throw new Error(`the billing queue did not take all of ${messages.length} messages`);
}
