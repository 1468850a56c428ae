import type { JsonObject } from '../../kernel/json.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { rfc3339, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import { shown } from '../shown.ts';
import { timeInId } from './event-time.ts';

/** A meter event of Stripe's, as we take it. */
export interface StripeEvent {
  /** In the form of structured mode without a specversion. */
  readonly event: JsonObject;
  readonly name: string;
  readonly identifier: string;
  readonly payload: Readonly<Record<string, string>> & { readonly [SUBJECT]: string };
  readonly occurredAt: Timestamp;
}

/** What tells these events from those of other senders that choose the same ids. */
const SOURCE = 'stripe';
const SUBJECT = 'stripe_customer_id';
const PAYLOAD = /^payload\[([^[\]]+)\]$/;
const SECONDS = /^\d{1,11}$/;

/** What the attributes of the event are called in the form. */
export const stripeNames: Readonly<Record<string, string>> = {
  '/id': 'identifier',
  '/type': 'event_name',
  '/subject': `payload[${SUBJECT}]`,
  '/time': 'timestamp',
  '/data': 'payload',
};

/**
 * A meter event by the fields of its form. Stripe's SDKs write what is null as an empty field: so one is left
 * out, but in `payload`, where a text may be empty.
 * @throws Rejection with the name of the field that is wrong.
 */
export function stripeEventFrom(
  fields: ReadonlyMap<string, string>,
  idempotencyKey: string | undefined,
): StripeEvent {
  const sent = payloadFrom(fields);
  const { [SUBJECT]: who, ...data } = sent;
  const name = needed('event_name', fields.get('event_name'));
  const identifier = needed('identifier', given(fields.get('identifier')) ?? idempotencyKey);
  const occurredAt = timeFrom(given(fields.get('timestamp')), identifier);
  const subject = needed(`payload[${SUBJECT}]`, who);
  const event = {
    id: identifier,
    source: SOURCE,
    type: name,
    subject,
    time: rfc3339(occurredAt),
    data,
  };
  return { event, name, identifier, payload: { ...sent, [SUBJECT]: subject }, occurredAt };
}

const given = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

function payloadFrom(fields: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const entries: [string, string][] = [];
  for (const [field, value] of fields) {
    const name = PAYLOAD.exec(field)?.[1];
    if (name === '__proto__') {
      const detail = 'rename the key __proto__, which is not accepted anywhere';
      throw new Rejection('request.forbidden-key', detail, { param: field });
    }
    if (name !== undefined) entries.push([name, value]);
    else if (!known.has(field)) throw unknownField(field);
  }
  return Object.fromEntries(entries);
}

const known: ReadonlySet<string> = new Set(['event_name', 'identifier', 'timestamp']);

function unknownField(field: string): Rejection {
  const param = field.slice(0, 128).toWellFormed();
  const detail = `remove ${shown(field)}: a meter event has event_name, payload[…] of one level, identifier and timestamp here`;
  return new Rejection('request.unknown-field', detail, { param });
}

function needed(param: string, text: string | undefined): string {
  if (text !== undefined && text !== '') return text;
  throw new Rejection('event.attribute-missing', `add ${param}: ${whatItIs[param] ?? ''}`, {
    param,
  });
}

const whatItIs: Readonly<Record<string, string>> = {
  event_name: 'what happened, as meters ask for it',
  identifier: 'what tells this event from all others, the same when it is sent again',
  [`payload[${SUBJECT}]`]: 'who used it, as you call them',
};

function timeFrom(seconds: string | undefined, identifier: string): Timestamp {
  const param = 'timestamp';
  if (seconds === undefined) {
    const inId = timeInId(identifier);
    if (inId !== undefined) return inId;
    const detail =
      'add timestamp, when it happened in seconds since 1970, so that the event counts once when it is sent again; or use a UUIDv7 or a ULID as identifier, which carries a time';
    throw new Rejection('event.time-missing', detail, { param });
  }
  if (SECONDS.test(seconds)) return timestampOf(Number.parseInt(seconds, 10) * 1_000);
  const detail = `send timestamp in whole seconds since 1970, got ${shown(seconds)}`;
  throw new Rejection('event.attribute-malformed', detail, { param });
}
