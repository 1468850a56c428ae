import { askedBody, type CallersChange } from '../../core/access/audit/audited.ts';
import type { Caller } from '../../core/access/caller.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import type { GatewayEvent } from './gateway-event.ts';
import type { AnonymousRequest } from './http.ts';
import { BODY_BYTES_MAX, bodyText } from './request-body.ts';

const ACTOR = /^[ -~]{1,256}$/;

/**
 * Of these it is not even kept a digest: it would tell whoever guesses rightly who was erased; and secrets of rails are
 * in one place alone.
 */
const keptNowhere: ReadonlySet<string> = new Set([
  'POST /v1/erasures',
  'PUT /v1/rails/stripe',
  'PUT /v1/rails/x402',
  // By a token, whoever has it is the buyer.
  'POST /v1/rails/marketplace/customers/{key}',
  // The account of a person, which an erasure takes away.
  'PUT /v1/customers/{key}/mandates/{reference}',
  // No more of it is ever shown than the last four.
  'PUT /v1/payees/{key}/payout',
]);

/** What these say of people stands in the history of the customer alone. */
const keptElsewhere: ReadonlySet<string> = new Set(['PUT /v1/customers/{key}']);

/** What a request asks to be changed, for the audit. @throws Rejection `request.actor-malformed` */
export function changeAskedBy(
  event: GatewayEvent,
  caller: Caller,
  { sent, bodyMax = BODY_BYTES_MAX }: Sent,
): CallersChange {
  const { rawPath, rawQueryString, routeKey } = event;
  return {
    caller,
    actor: actorOf(sent.headers),
    action: routeKey,
    target: rawQueryString === '' ? rawPath : `${rawPath}?${rawQueryString}`,
    requestId: sent.requestId,
    body:
      sent.body === undefined || keptNowhere.has(routeKey)
        ? undefined
        : askedBody(bodyText(sent, bodyMax), keptElsewhere.has(routeKey) ? 'digest' : 'whole'),
  };
}

interface Sent {
  readonly sent: AnonymousRequest<string>;
  readonly bodyMax: number | undefined;
}

/** The person or program that the caller names. */
function actorOf({ 'farthing-actor': sent }: AnonymousRequest['headers']): string | undefined {
  const actor = sent?.trim();
  if (actor === undefined || ACTOR.test(actor)) return actor;
  throw new Rejection(
    'request.actor-malformed',
    'name in Farthing-Actor who asks, in 1 to 256 printable ASCII characters, such as an address; or leave it out',
    { param: 'farthing-actor' },
  );
}
