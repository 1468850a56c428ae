import { invoiceId } from '../invoices/shapes.ts';
import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import type { railsRoutes } from './routes.ts';
import {
  collection,
  collectionBody,
  collectionList,
  eventsTenant,
  eventTaken,
  facilitatorBody,
  facilitatorRail,
  rail,
  railList,
  stripeEvent,
  stripeRailBody,
} from './shapes.ts';

/** Of an event of Stripe's; they have some kilobytes. */
const EVENT_BYTES_MAX = 256 * 1024;

/** The operations of rails. */
export const railsOperations = {
  'GET /v1/rails': {
    id: 'listRails',
    query: noParameters,
    answers: ok('All that are connected', railList),
    problems: queryProblems,
  },
  'PUT /v1/rails/stripe': {
    id: 'putStripeRail',
    description:
      'Stripe is asked whether it takes the key. A key of another account, or of the other mode, is refused while a payer may still pay by the present one. The secrets are kept apart from all else, are in no answer and in no log, and the audit has nothing of them. See docs/rails.md.',
    query: noParameters,
    request: json(stripeRailBody),
    answers: ok('Connected', rail),
    problems: [
      ...bodyProblems,
      'rail.url-refused',
      'rail.secrets-refused',
      'rail.in-use',
      'rail.outcome-unknown',
      'rail.changed-meanwhile',
    ],
  },
  'POST /v1/rails/stripe/disconnect': {
    id: 'disconnectStripeRail',
    description: 'Refused while a collection is open: its money may still come.',
    query: noParameters,
    answers: ok('What is still connected', railList),
    problems: [...queryProblems, 'rail.not-connected', 'rail.in-use', 'rail.changed-meanwhile'],
  },
  'PUT /v1/rails/x402': {
    id: 'putFacilitatorKey',
    description:
      'For a facilitator that wants a key in a header. It is asked what it settles with it, and sent nothing else. The key is kept as the secrets of other rails are, is in no answer and in no log, and counts everywhere within a minute. See docs/rails.md.',
    query: noParameters,
    request: json(facilitatorBody),
    answers: ok('Kept', facilitatorRail),
    problems: [...bodyProblems, 'rail.url-refused', 'rail.secrets-refused', 'rail.outcome-unknown'],
  },
  'POST /v1/rails/x402/disconnect': {
    id: 'forgetFacilitatorKey',
    description: 'The facilitator is called without a key from then on.',
    query: noParameters,
    answers: ok('What is still connected', railList),
    problems: queryProblems,
  },
  'POST /v1/rails/stripe/events/{tenant}': {
    id: 'takeStripeEvent',
    description:
      'For Stripe alone, which needs no key here: it signs what it sends. What is not signed by the secret of the tenant is refused. 200 means that a queue has it; what it is about is then asked of Stripe, and events that are nothing of ours are answered alike.',
    path: { tenant: eventsTenant },
    headers: { 'stripe-signature': 'When it was sent, and its signatures: `t=…,v1=…`.' },
    readBy: 'function',
    request: json(stripeEvent),
    bodyMax: EVENT_BYTES_MAX,
    answers: ok('Taken', eventTaken),
    problems: [
      'request.body-missing',
      'request.too-large',
      'request.malformed-gzip',
      'request.unsupported-encoding',
      'request.malformed-text',
      'request.malformed-json',
      'request.nested-too-deep',
      'request.forbidden-key',
      'rail.signature-refused',
      'queue.unavailable',
    ],
  },
  'GET /v1/invoices/{id}/collections': {
    id: 'listCollections',
    path: { id: invoiceId },
    query: noParameters,
    answers: ok('All, the first first', collectionList),
    problems: queryProblems,
  },
  'POST /v1/invoices/{id}/collections': {
    id: 'collectInvoice',
    description:
      'Of an invoice at most one collection is open. Asked again, it is that one, with its first addresses, while what is due is the same; one for another amount is ended at the rail first. Where it is not known what the rail did, ask again: nothing is begun twice.',
    path: { id: invoiceId },
    query: noParameters,
    request: json(collectionBody),
    answers: ok('The collection that is open', collection),
    problems: [
      ...bodyProblems,
      'invoice.not-found',
      'rail.not-connected',
      'rail.outcome-unknown',
      'collection.nothing-due',
      'collection.amount-not-collectable',
      'collection.under-way',
      'collection.refused',
      'collection.too-many',
    ],
  },
} as const satisfies Readonly<Record<KeyOf<typeof railsRoutes>, Operation>>;
