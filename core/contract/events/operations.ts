import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { anyDocument } from '../shapes.ts';
import { eventList, eventListParameters } from './list-shapes.ts';
import type { eventsRoutes } from './routes.ts';
import { anyEvents, cloudEvent, cloudEventBatch, eventsAccepted } from './shapes.ts';

const binaryHeaders = {
  'ce-specversion': 'Binary mode: `1.0`; the body is the data, of any type.',
  'ce-id': 'Binary mode: the event’s id.',
  'ce-source': 'Binary mode: its source.',
  'ce-type': 'Binary mode: its type.',
  'ce-subject': 'Binary mode: its subject, percent-encoded.',
  'ce-time': 'Binary mode: its time.',
};

/** Events in any of their media types. */
export const anyEventContent = {
  'application/json': anyEvents,
  'application/cloudevents+json': cloudEvent,
  'application/cloudevents-batch+json': cloudEventBatch,
};

/** What any request with events in one of these can be refused with. */
export const eventProblems = [
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
  'event.source-reserved',
  'event.subject-reserved',
  'event.time-missing',
  'event.too-old',
  'event.too-new',
  'queue.unavailable',
  'queue.busy',
] as const;

/** The operations of events. */
export const eventsOperations = {
  'POST /v1/events': {
    id: 'recordEvents',
    description: [
      'At most 1,000 events and 1 MB a request, gzip accepted, 32 KB an event.',
      'Send a request again, as it was, until it is answered: an event counts once, however often it comes as it was.',
      'The same `source` and `id` with other content in the same minute of `time` is a conflict: the first counts, the other is quarantined.',
      'With a `time` in another minute, both count at once; before the month is billed, that is listed as `identity-repeated`, and the month waits for a person.',
    ].join(' '),
    headers: binaryHeaders,
    readBy: 'function',
    request: { ...anyEventContent, '*/*': anyDocument },
    answers: { 202: { description: 'Accepted', content: json(eventsAccepted) } },
    problems: eventProblems,
  },
  'GET /v1/events': {
    id: 'listEvents',
    description: [
      'At most a day, by the time of the events, the last first. Events that wait in a queue are not there yet.',
      'A page can have fewer events than `limit`, or none, and have others after it: a call looks at a thousand blocks of the log, or 256 hours of its shards.',
      'What is said of billing is what `GET /v1/unbilled` says.',
    ].join(' '),
    query: eventListParameters,
    answers: ok('A page of events', eventList),
    problems: [
      ...queryProblems,
      'request.bad-cursor',
      'usage.range-malformed',
      'usage.range-too-long',
    ],
  },
} as const satisfies Readonly<Record<KeyOf<typeof eventsRoutes>, Operation>>;
