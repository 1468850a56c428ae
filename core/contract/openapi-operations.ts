import { billingOperations } from './openapi-billing-operations.ts';
import { planOperations } from './openapi-plan-operations.ts';
import {
  bodyProblems,
  json,
  type Operation,
  ok,
  queryProblems,
  takesIdempotencyKey,
} from './operation.ts';
import type { RouteKey } from './route-key.ts';
import { anyDocument, csvDocument, noParameters } from './shapes.ts';
import {
  customer,
  customerBody,
  customerKey,
  customerList,
  customerListParameters,
} from './shapes-customers.ts';
import { anyEvents, cloudEvent, cloudEventBatch, eventsAccepted } from './shapes-events.ts';
import { meter, meterDefinition, meterKey, meterList } from './shapes-meters.ts';
import {
  dismissal,
  quarantineEntry,
  quarantineEntryId,
  quarantineList,
  quarantineParameters,
} from './shapes-quarantine.ts';
import { dimensionParameter, usage, usageParameters } from './shapes-usage.ts';

const binaryHeaders = {
  'ce-specversion': 'Binary mode: `1.0`; the body is the data, of any type.',
  'ce-id': 'Binary mode: the event’s id.',
  'ce-source': 'Binary mode: its source.',
  'ce-type': 'Binary mode: its type.',
  'ce-subject': 'Binary mode: its subject, percent-encoded.',
  'ce-time': 'Binary mode: its time.',
};

/** Every operation, by its route. One that lacks here does not compile. */
export const operations: Readonly<Record<RouteKey, Operation>> = {
  'POST /v1/events': {
    id: 'recordEvents',
    description:
      'At most 1,000 events and 1 MB a request, gzip accepted, 32 KB an event. Send a request again, as it was, until it is answered: an event counts once.',
    headers: binaryHeaders,
    request: {
      'application/json': anyEvents,
      'application/cloudevents+json': cloudEvent,
      'application/cloudevents-batch+json': cloudEventBatch,
      '*/*': anyDocument,
    },
    answers: { 202: { description: 'Accepted', content: json(eventsAccepted) } },
    problems: [
      ...bodyProblems,
      'request.number-out-of-range',
      'request.no-events',
      'request.all-rejected',
      'request.too-many-events',
      'event.invalid',
      'event.too-large',
      'event.attribute-missing',
      'event.attribute-malformed',
      'event.attribute-too-long',
      'event.time-missing',
      'event.too-old',
      'event.too-new',
      'queue.unavailable',
    ],
  },
  'GET /v1/usage': {
    id: 'queryUsage',
    description:
      'Exact sums, whatever the windows and groups; at most 400 days at once. CSV has the rows; what else JSON says is in its headers.',
    query: usageParameters,
    patternQuery: dimensionParameter,
    answers: {
      200: {
        description: 'Usage',
        content: { 'application/json': usage, 'text/csv': csvDocument },
        headers: {
          link: 'Of CSV: the next page, as `rel="next"`.',
          'farthing-partial': 'Of CSV: `true` where JSON says `partial`.',
          'farthing-unreadable': 'Of CSV: what JSON says as `unreadable`.',
        },
      },
    },
    problems: [
      ...queryProblems,
      'request.bad-cursor',
      'time-zone.unknown',
      'meter.not-found',
      'customer.not-found',
      'usage.range-malformed',
      'usage.range-too-long',
      'usage.not-aligned',
      'usage.too-many-rows',
      'usage.group-unknown',
    ],
  },
  'GET /v1/meters': {
    id: 'listMeters',
    query: noParameters,
    answers: ok('All meters', meterList),
    problems: queryProblems,
  },
  'GET /v1/meters/{key}': {
    id: 'getMeter',
    path: { key: meterKey },
    query: noParameters,
    answers: ok('The meter', meter),
    problems: [...queryProblems, 'meter.not-found'],
  },
  'PUT /v1/meters/{key}': {
    id: 'putMeter',
    description:
      'A meter also counts the events that came before it: `backfill` says how far that is. The same request again changes nothing.',
    path: { key: meterKey },
    query: noParameters,
    request: json(meterDefinition),
    answers: {
      200: { description: 'There was such a meter', content: json(meter) },
      201: { description: 'Created', content: json(meter) },
    },
    problems: [
      ...bodyProblems,
      'request.bad-key',
      'meter.already-defined',
      'meter.too-many',
      'queue.unavailable',
    ],
  },
  'GET /v1/customers': {
    id: 'listCustomers',
    query: customerListParameters,
    answers: ok('A page of customers', customerList),
    problems: [...queryProblems, 'request.bad-cursor'],
  },
  'GET /v1/customers/{key}': {
    id: 'getCustomer',
    path: { key: customerKey },
    query: noParameters,
    answers: ok('The customer', customer),
    problems: [...queryProblems, 'customer.not-found'],
  },
  'PUT /v1/customers/{key}': {
    id: 'putCustomer',
    description: 'The whole customer: what is left out takes its default. At most 300 KB.',
    path: { key: customerKey },
    query: noParameters,
    request: json(customerBody),
    answers: {
      200: { description: 'Replaced, or so already', content: json(customer) },
      201: { description: 'Created', content: json(customer) },
    },
    problems: [
      ...bodyProblems,
      'request.bad-key',
      'time-zone.unknown',
      'customer.changed-meanwhile',
      'customer.currency-mixed',
      'subject.already-assigned',
      'plan.not-found',
      'plan.date-invalid',
      'plan.currency-unknown',
      'invoice.tax-invalid',
    ],
  },
  'GET /v1/quarantine': {
    id: 'listQuarantine',
    query: quarantineParameters,
    answers: ok('A page of entries', quarantineList),
    problems: [...queryProblems, 'request.bad-cursor'],
  },
  'GET /v1/quarantine/{id}': {
    id: 'getQuarantineEntry',
    path: { id: quarantineEntryId },
    query: noParameters,
    answers: ok('The entry', quarantineEntry),
    problems: [...queryProblems, 'quarantine.not-found'],
  },
  'POST /v1/quarantine/{id}/retry': {
    id: 'retryQuarantineEntry',
    description: 'Safe to repeat: an event counts once.',
    headers: takesIdempotencyKey,
    path: { id: quarantineEntryId },
    query: noParameters,
    answers: ok('The entry, retried', quarantineEntry),
    problems: [
      ...queryProblems,
      'request.idempotency-key-malformed',
      'quarantine.not-found',
      'quarantine.already-closed',
      'quarantine.identity-taken',
      'queue.unavailable',
    ],
  },
  'POST /v1/quarantine/{id}/dismiss': {
    id: 'dismissQuarantineEntry',
    description: 'Safe to repeat, and refused with another reason.',
    headers: takesIdempotencyKey,
    path: { id: quarantineEntryId },
    query: noParameters,
    request: json(dismissal),
    answers: ok('The entry, dismissed', quarantineEntry),
    problems: [
      ...bodyProblems,
      'request.idempotency-key-malformed',
      'quarantine.not-found',
      'quarantine.already-closed',
    ],
  },
  ...planOperations,
  ...billingOperations,
  'GET /openapi.json': {
    id: 'describeApi',
    answers: ok('An OpenAPI 3.1 document', anyDocument),
    problems: [],
  },
};
