import type { RejectedEvent } from '../../contract/problem-shapes.ts';
import type { Clock } from '../../kernel/clock.ts';
import { isJsonObject, type JsonValue } from '../../kernel/json.ts';
import { Rejection } from '../../kernel/rejection.ts';
import type { UsageEvent } from '../usage-event.ts';
import type { EventSink } from './event-sink.ts';
import { eventWindow } from './event-time.ts';
import { type EventForm, usageEventFrom } from './usage-event-from.ts';

/** What intake works with. */
export interface IntakePorts {
  readonly sink: EventSink;
  readonly clock: Clock;
  /** How far an event's time may lie from now, in seconds. */
  readonly limits: { readonly maxAge: number; readonly maxLead: number };
}

/** The events of a request, not looked at yet. */
export interface SentEvents {
  readonly values: readonly JsonValue[];
  readonly form: EventForm;
  /** From a pointer into the event at `index` to a place in the request. */
  place(index: number, pointer: string): string;
  /** What an event's attributes are called there, by our pointers to them; left out where as here. */
  readonly names?: Readonly<Record<string, string>>;
  /** Whether an event that is wrong keeps all others out: for callers who cannot be told of some. */
  readonly allOrNone?: true;
}

/**
 * Hands over every event that is right, whether or not others are not, unless it is all or none; resolves once the
 * queue has them. An event that is sent twice, in one request or in two, is accepted twice and counted once, by the
 * usage log.
 * @throws Rejection where none is right, or not all are that must be, `queue.unavailable` where the queue did not take
 *   all, and `queue.busy` where too much waits for it already.
 */
export async function acceptEvents(
  { sink, clock, limits }: IntakePorts,
  tenant: string,
  sent: SentEvents,
): Promise<{ readonly accepted: number; readonly rejected: RejectedEvent[] }> {
  const window = eventWindow(clock.now(), limits);
  const events: UsageEvent[] = [];
  const rejected: RejectedEvent[] = [];
  for (const [index, value] of sent.values.entries()) {
    const event = usageEventFrom(value, sent.form, window);
    if (event instanceof Rejection)
      rejected.push(rejectedEvent({ index, value }, event, sent.names));
    else events.push(event);
  }
  if (events.length === 0) throw noneAccepted(rejected, sent);
  if (sent.allOrNone === true && rejected.length > 0) throw someRejected(rejected, sent);
  await sendAll(sink, tenant, events);
  return { accepted: events.length, rejected };
}

/** Resolves once the queue has all of them. @throws Rejection `queue.unavailable`, `queue.busy` */
export async function sendAll(
  sink: EventSink,
  tenant: string,
  events: readonly UsageEvent[],
): Promise<void> {
  const outcome = await sink.send(tenant, events);
  switch (outcome) {
    case 'sent':
      return;
    case 'unavailable':
      throw queueUnavailable();
    case 'busy':
      throw intakeBusy();
  }
}

const rejectedEvent = (
  { index, value }: { readonly index: number; readonly value: JsonValue },
  rejection: Rejection,
  names: SentEvents['names'] = {},
): RejectedEvent => {
  const { param } = rejection;
  const id = isJsonObject(value) ? value['id'] : null;
  return {
    index,
    id: typeof id === 'string' ? id : null,
    code: rejection.code,
    detail: rejection.message,
    ...(param === undefined ? {} : { param: names[param] ?? param }),
  };
};

function noneAccepted(rejected: readonly RejectedEvent[], sent: SentEvents): Rejection {
  const [first, ...others] = rejected;
  if (first !== undefined && others.length === 0) {
    return new Rejection(first.code, first.detail, {
      ...(first.param === undefined ? {} : { param: sent.place(0, first.param) }),
      extensions: { rejected },
    });
  }
  return new Rejection(
    'request.all-rejected',
    `correct the events: none of the ${rejected.length} was accepted, "rejected" says why; the first: ${first?.detail ?? ''}`,
    { extensions: { rejected } },
  );
}

function someRejected(rejected: readonly RejectedEvent[], { values }: SentEvents): Rejection {
  const [first] = rejected;
  return new Rejection(
    'request.some-rejected',
    `correct or leave out ${rejected.length} of the ${values.length} events, "rejected" says which and why, and send the request again: none of it was accepted; the first, at ${first?.index ?? 0}: ${first?.detail ?? ''}`,
    { extensions: { rejected: [...rejected] } },
  );
}

const queueUnavailable = (): Rejection =>
  new Rejection(
    'queue.unavailable',
    'send the whole request again as it was, after the seconds that Retry-After says: what got through already counts once',
  );

const intakeBusy = (): Rejection =>
  new Rejection(
    'queue.busy',
    'send the whole request again as it was, after the seconds that Retry-After says, and fewer at once: too much waits for the queue, and none of this was sent',
  );
