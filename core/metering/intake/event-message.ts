import { invariant } from '../../kernel/invariant.ts';
import { storedJsonFrom } from '../../kernel/stored.ts';
import { packedEvents, quality, unpackedWithMinute } from '../event-columns.ts';
import type { UsageEvent } from '../usage-event.ts';

/** What travels on the events queue: some of one request's events. */
export interface EventMessage {
  readonly tenant: string;
  /** An operator let these in however old they are (a retry out of quarantine). */
  readonly admitted: boolean;
  readonly events: readonly UsageEvent[];
  /** Minutes since 1970; undefined in messages from before they said it. */
  readonly acceptedMinute?: number;
}

/** The most one message may hold; four of them are what SQS takes in a batch. */
const messageBytesMax = 256 * 1024;
const VERSION = '1';

/**
 * Events as message bodies, as few as fit: `1`, `a` or `-` (admitted or not), the tenant as JSON, a line feed, then the
 * packed events in base64.
 */
export function eventMessageBodies(message: EventMessage): string[] {
  if (message.events.length === 0) return [];
  const head = `${VERSION}${message.admitted ? 'a' : '-'}${JSON.stringify(message.tenant)}\n`;
  const body =
    head +
    Buffer.from(packedEvents(message.events, quality.travelling, message.acceptedMinute)).toString(
      'base64',
    );
  if (Buffer.byteLength(body) <= messageBytesMax) return [body];
  invariant(message.events.length > 1, 'one event of at most 32 KB fits a message');
  const middle = Math.ceil(message.events.length / 2);
  return [message.events.slice(0, middle), message.events.slice(middle)].flatMap((events) =>
    eventMessageBodies({ ...message, events }),
  );
}

/** Whose events a body has, without a look at them. Throws `InvariantViolation` on a body that is no such message. */
export function tenantOfEventMessage(body: string): string {
  const head = body.indexOf('\n');
  invariant(
    body.startsWith(VERSION) && head > 0,
    `a message of events is of version ${VERSION}, got ${JSON.stringify(body.slice(0, 80))}`,
  );
  const tenant = storedJsonFrom(body.slice(2, head), 'the tenant of a message of events');
  invariant(typeof tenant === 'string', 'a message of events names its tenant');
  return tenant;
}

/**
 * The reverse of `eventMessageBodies`, one body at a time. Throws `InvariantViolation` on a body that is not its work.
 */
export function eventMessageFrom(body: string): EventMessage {
  const tenant = tenantOfEventMessage(body);
  const head = body.indexOf('\n');
  const flag = body[1];
  invariant(flag === 'a' || flag === '-', 'a message of events says whether it was admitted');
  return {
    tenant,
    admitted: flag === 'a',
    ...unpackedWithMinute(Buffer.from(body.slice(head + 1), 'base64')),
  };
}
