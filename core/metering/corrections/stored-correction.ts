import { StoredObject } from '../../kernel/stored.ts';
import { timestampOf } from '../../kernel/timestamp.ts';
import type { AskedBy, CorrectionProgress, CorrectionRecord, NamedRequest } from './ports.ts';
import type { AmendmentAsked, EventFilter, NamedEvent, Selection } from './selection.ts';

/** A correction as it is kept. Throws `InvariantViolation` for what no version of ours wrote. */
export function correctionFrom(id: string, value: unknown): CorrectionRecord {
  const stored = new StoredObject(value, 'a correction');
  return {
    id,
    asked: askedIn(stored.object('asked')),
    selection: selectionIn(stored.object('selection')),
    ...(stored.has('amend') ? { amend: amendIn(stored.object('amend')) } : {}),
    progress: progressIn(stored.object('progress')),
    ...(stored.has('takenBack') ? { takenBack: takenBackIn(stored.object('takenBack')) } : {}),
  };
}

/** What is kept of a correction beside its id. */
export const storedCorrection = ({ id: _, ...others }: CorrectionRecord): object => others;

/** What a key belongs to, as it is kept. */
export function namedRequestFrom(value: unknown): NamedRequest {
  const stored = new StoredObject(value, 'the key of a request for a correction');
  return { id: stored.text('id'), digest: stored.text('digest') };
}

const askedIn = (stored: StoredObject): AskedBy => ({
  by: stored.text('by'),
  at: timestampOf(stored.integer('at')),
  why: stored.text('why'),
});

const takenBackIn = (stored: StoredObject) => ({
  ...askedIn(stored),
  progress: progressIn(stored.object('progress')),
});

const amendIn = (stored: StoredObject): AmendmentAsked => ({
  ...(stored.has('type') ? { type: stored.text('type') } : {}),
  ...(stored.has('data') ? { data: stored.text('data') } : {}),
});

function selectionIn(stored: StoredObject): Selection {
  return stored.has('events')
    ? { events: stored.objects('events').map(namedIn) }
    : { where: filterIn(stored.object('where')) };
}

const namedIn = (stored: StoredObject): NamedEvent => ({
  source: stored.text('source'),
  id: stored.text('id'),
  time: timestampOf(stored.integer('time')),
  ...(stored.has('subject') ? { subject: stored.text('subject') } : {}),
});

function filterIn(stored: StoredObject): EventFilter {
  const period = stored.object('period');
  return {
    period: {
      start: timestampOf(period.integer('start')),
      end: timestampOf(period.integer('end')),
    },
    ...(stored.has('type') ? { type: stored.text('type') } : {}),
    ...(stored.has('source') ? { source: stored.text('source') } : {}),
    ...(stored.has('backfill') ? { backfill: stored.text('backfill') } : {}),
    ...(stored.has('meter') ? { meter: stored.text('meter') } : {}),
    ...(stored.has('subjects') ? { subjects: stored.texts('subjects') } : {}),
    ...(stored.has('inClear') ? { inClear: stored.texts('inClear') } : {}),
    ...(stored.has('wereInClear') ? { wereInClear: true } : {}),
    ...(stored.has('data') ? { data: fieldsIn(stored) } : {}),
  };
}

function fieldsIn(stored: StoredObject): Readonly<Record<string, readonly string[]>> {
  const fields = stored.object('data');
  const names = Object.keys(Object(stored.value('data')) as object);
  return Object.fromEntries(names.map((name) => [name, fields.texts(name)]));
}

function progressIn(stored: StoredObject): CorrectionProgress {
  const counts = stored.object('counts');
  const progress = {
    status: stored.oneOf('status', ['running', 'done']),
    counts: {
      events: counts.integer('events'),
      charged: counts.integer('charged'),
      unchanged: counts.integer('unchanged'),
      ...(counts.has('settled') ? { settled: counts.integer('settled') } : {}),
    },
  };
  if (!stored.has('place')) return progress;
  const place = stored.object('place');
  return {
    ...progress,
    place: {
      hour: place.integer('hour'),
      shard: place.integer('shard'),
      minute: place.integer('minute'),
    },
  };
}
