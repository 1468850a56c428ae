import { isJsonObject, type JsonObject, parseJson } from '../../kernel/json.ts';
import type { CollectionPlace } from '../collection.ts';
import type { Hint } from '../ports.ts';
import { idIn, objectIn, textIn } from './api.ts';

/**
 * What Stripe is listened to. Each says only that something has happened, and to what: what it was is asked. So it does
 * not matter how often they come, in which order, and by which version of Stripe's interface they are written.
 */
export const stripeEventTypes = [
  'checkout.session.completed',
  'checkout.session.expired',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'charge.refunded',
  'charge.refund.updated',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
  'charge.dispute.closed',
] as const;

const DEPTH_MAX = 64;
const SESSION = 'checkout.session.';
/** What becomes of a refund that was asked for; that it failed after it had moved is told of its payment. */
const BEGUN: readonly string[] = ['refund.created', 'refund.updated'];
const ATTEMPT = /^[1-9]\d{0,8}$/;

/** Whose collection an object of Stripe's is, by what was put beside it. */
export interface Space {
  /** Of the stack. */
  readonly space: string;
  readonly tenant: string;
}

/** What is put beside each object, by which it is known again. */
export const metadataOf = (
  space: string,
  { tenant, invoice, attempt }: CollectionPlace,
): readonly (readonly [name: string, value: string])[] => [
  ['farthing_space', space],
  ['farthing_tenant', tenant],
  ['farthing_invoice', invoice],
  ['farthing_attempt', String(attempt)],
];

/** The reverse; undefined for what is no collection, or another's. */
export function placeIn(object: JsonObject, { space, tenant }: Space): CollectionPlace | undefined {
  const metadata = objectIn(object, 'metadata') ?? {};
  const invoice = textIn(metadata, 'farthing_invoice');
  const attempt = textIn(metadata, 'farthing_attempt') ?? '';
  const isOurs =
    textIn(metadata, 'farthing_space') === space &&
    textIn(metadata, 'farthing_tenant') === tenant &&
    ATTEMPT.test(attempt);
  if (!isOurs || invoice === undefined) return undefined;
  return { tenant, invoice, attempt: Number.parseInt(attempt, 10) };
}

/** What an event is about; undefined where it is nothing of ours. */
export function hintIn(event: JsonObject, owner: Space): Hint | undefined {
  const type = textIn(event, 'type') ?? '';
  const object = objectIn(objectIn(event, 'data') ?? {}, 'object');
  const isListenedTo = stripeEventTypes.some((known) => known === type);
  if (!isListenedTo || object === undefined) return undefined;
  if (type.startsWith(SESSION)) {
    const collection = placeIn(object, owner);
    return collection === undefined ? undefined : { about: 'collection', collection };
  }
  const asked = BEGUN.includes(type) ? placeIn(object, owner) : undefined;
  if (asked !== undefined) return { about: 'collection', collection: asked };
  const payment = idIn(object, 'payment_intent');
  return payment === undefined ? undefined : { about: 'payment', payment };
}

/** The same of an event as it was posted. @throws Rejection where it is no JSON. */
export function postedHint(body: string, owner: Space): Hint | undefined {
  const event = parseJson(body, DEPTH_MAX);
  return isJsonObject(event) ? hintIn(event, owner) : undefined;
}
