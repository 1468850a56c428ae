import { testKind, type WebhookKind, webhookKindNames } from '../contract/webhooks/kinds.ts';
import { invariant } from '../kernel/invariant.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../kernel/json.ts';
import type { Month } from '../kernel/month.ts';
import { StoredObject, storedObjectFrom } from '../kernel/stored.ts';
import { type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import type {
  Delivery,
  Endpoint,
  Failure,
  Finding,
  Looks,
  PassedBlock,
  Place,
  Position,
} from './ports.ts';

const VERSION = 1;

/** What is kept of webhooks as JSON text; what is undefined is left out. */
export const storedText = (value: Endpoint | Position | Delivery | Finding | Looks): string =>
  JSON.stringify({ version: VERSION, ...value });

function read(text: string, what: string): StoredObject {
  const stored = storedObjectFrom(text, what);
  stored.version(VERSION);
  return stored;
}

/** The reverse of `storedText`, as those below. Throws `InvariantViolation` for what is none. */
export function endpointFrom(text: string): Endpoint {
  const stored = read(text, 'an endpoint');
  return {
    tenant: stored.text('tenant'),
    key: stored.text('key'),
    url: stored.text('url'),
    // A kind that an earlier version knew and this one does not is asked for in vain.
    events: stored
      .texts('events')
      .filter((one): one is WebhookKind => webhookKindNames.some((name) => name === one)),
    enabled: stored.flag('enabled'),
    secrets: stored
      .objects('secrets')
      .map((one) => ({ text: one.text('text'), until: instantIn(one, 'until') })),
    createdAt: timestampOf(stored.integer('createdAt')),
    start: placeIn(stored, 'start'),
    revision: stored.integer('revision'),
  };
}

export function positionFrom(text: string): Position {
  const stored = read(text, 'the position of an endpoint');
  return {
    tenant: stored.text('tenant'),
    key: stored.text('key'),
    next: placeIn(stored, 'next'),
    at: timestampOf(stored.integer('at')),
    failure: stored.has('failure') ? failureIn(objectIn(stored, 'failure')) : undefined,
    // Positions were put without these before.
    seen: stored.has('seen') ? seenIn(objectIn(stored, 'seen')) : undefined,
    anew: stored.has('anew') ? stored.objects('anew').map(booksPlaceIn) : [],
    revision: stored.integer('revision'),
  };
}

export function deliveryFrom(text: string): Delivery {
  const stored = read(text, 'a delivery');
  return {
    id: stored.text('id'),
    at: timestampOf(stored.integer('at')),
    event: stored.text('event'),
    type: stored.oneOf('type', [...webhookKindNames, testKind]),
    attempt: stored.integer('attempt'),
    outcome: stored.oneOf('outcome', ['delivered', 'failed']),
    status: stored.has('status') ? stored.integer('status') : undefined,
    reason: stored.has('reason') ? stored.text('reason') : undefined,
    milliseconds: stored.integer('milliseconds'),
  };
}

export function findingFrom(text: string): Finding {
  const stored = read(text, 'a finding');
  const data = stored.value('data') as JsonValue;
  invariant(isJsonObject(data), 'the data of a finding is an object');
  const known = objectIn(stored, 'known');
  return {
    seq: stored.integer('seq'),
    at: timestampOf(stored.integer('at')),
    type: stored.oneOf('type', webhookKindNames),
    data: data satisfies JsonObject,
    known: {
      ...(known.has('months') ? { months: monthsIn(known) } : {}),
      ...(known.has('quarantine') ? { quarantine: quarantineIn(known) } : {}),
    },
  };
}

export function looksFrom(text: string): Looks {
  const stored = read(text, 'what looks know');
  return {
    tenant: stored.text('tenant'),
    seq: stored.integer('seq'),
    at: timestampOf(stored.integer('at')),
    months: monthsIn(stored),
    quarantine: quarantineIn(stored),
    revision: stored.integer('revision'),
  };
}

const objectIn = (stored: StoredObject, name: string): StoredObject =>
  new StoredObject(stored.value(name), name);

const instantIn = (stored: StoredObject, name: string): Timestamp | undefined =>
  stored.has(name) ? timestampOf(stored.integer(name)) : undefined;

function placeIn(stored: StoredObject, name: string): Place {
  const place = objectIn(stored, name);
  return { books: booksPlaceIn(objectIn(place, 'books')), findings: place.integer('findings') };
}

const booksPlaceIn = (books: StoredObject): Place['books'] => ({
  seq: books.integer('seq'),
  index: books.integer('index'),
});

const seenIn = (seen: StoredObject): PassedBlock => ({
  seq: seen.integer('seq'),
  digest: seen.text('digest'),
});

const failureIn = (failure: StoredObject): Failure => ({
  event: failure.text('event'),
  since: timestampOf(failure.integer('since')),
  attempts: failure.integer('attempts'),
  reason: failure.text('reason'),
  retryAt: instantIn(failure, 'retryAt'),
});

function monthsIn(stored: StoredObject): Looks['months'] {
  const names = Object.keys(stored.value('months') ?? {});
  const months = objectIn(stored, 'months');
  return Object.fromEntries(
    names.map((month) => [month, timestampOf(months.integer(month))]),
  ) as Readonly<Record<Month, Timestamp>>;
}

function quarantineIn(stored: StoredObject): Looks['quarantine'] {
  const quarantine = objectIn(stored, 'quarantine');
  return {
    latest: timestampOf(quarantine.integer('latest')),
    isOpen: quarantine.flag('isOpen'),
  };
}
