import type { ExplainedRejection } from './explained-rejection.ts';

/** Refusals of events, OTLP, meters, customers and usage. */
export const usageRejections = {
  'event.invalid': {
    means: 'The event is no JSON object, or a header says what its body should.',
    fix: 'Send each event as an object, or its data as the body with headers that begin with `ce-`.',
  },
  'event.too-large': {
    means: 'The event is larger than 32 KB of JSON.',
    fix: 'Keep in `data` only what is counted or grouped by.',
  },
  'event.attribute-missing': {
    means: '`id`, `source`, `type` or `subject` is missing.',
    fix: 'Add what `param` names.',
  },
  'event.attribute-malformed': {
    means: 'An attribute is no text, is empty, has control characters, or is no time.',
    fix: 'Send text without control characters; times as RFC 3339 with an offset.',
  },
  'event.attribute-too-long': {
    means: 'An attribute has more than 1,024 bytes of UTF-8.',
    fix: 'Shorten it; what is long belongs in `data`.',
  },
  'event.source-reserved': {
    means:
      'The source `urn:farthing:spend` is that of usage that was charged or captured, `urn:farthing:corrections` that of corrections.',
    fix: 'Take a source of your own. To record what was asked for before, `POST /v1/charges` or a capture of its hold; to correct usage, `POST /v1/corrections`.',
  },
  'event.subject-reserved': {
    means:
      'The subject begins with `private-pass:`, as that of all usage of private tokens does. What was paid for those would pay for it.',
    fix: 'Call who used it by another name, such as one with a prefix of your own.',
  },
  'event.time-missing': {
    means: 'The event has no `time`, and its `id` carries none.',
    fix: 'Add `time`, or take a UUIDv7 or a ULID as `id`.',
  },
  'event.too-old': {
    means: 'The event happened longer ago than events are taken, 35 days unless set otherwise.',
    fix: 'Send events soon. If they must count, set `farthing:eventMaxAgeDays` higher.',
  },
  'event.too-new': {
    means: 'The event lies further ahead than clocks differ, five minutes unless set otherwise.',
    fix: 'Set the clock of the sender right, or correct the offset of `time`.',
  },
  'otlp.malformed': {
    means: 'The body is not the message of OTLP that its path is for.',
    fix: 'Send spans to `/otlp/v1/traces`, log records to `/otlp/v1/logs`, metrics to `/otlp/v1/metrics`, as an exporter of OpenTelemetry makes them.',
  },
  'otlp.no-mappings': {
    means: 'Nothing says yet which spans, log records and metrics are usage.',
    fix: 'Put mappings with `PUT /v1/otlp-mappings`; `GET` shows one that can be taken as it is.',
  },
  'otlp.value-unsuited': {
    means:
      'A record has a value that cannot be counted exactly: no number, less than nothing, an id that is none. It is told in `errorMessage`, and the others go on.',
    fix: 'Have the program send what the message asks for, or map another attribute.',
  },
  'otlp.metric-unsuited': {
    means:
      'A metric that a mapping is for has cumulative sums, or is a gauge, a histogram or a summary. It is told in `errorMessage`, and the others go on.',
    fix: 'Count by a counter, and have deltas sent: `OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=delta`.',
  },
  'otlp.changed-meanwhile': {
    means:
      'The mappings are not as they were when they were looked at, or others were changing them.',
    fix: 'Read them again, and send what they are to become with their `revision`.',
  },
  'meter.not-found': {
    means: 'There is no meter of this key.',
    fix: 'Create it with `PUT /v1/meters/{key}`, or take one of `GET /v1/meters`.',
  },
  'meter.already-defined': {
    means:
      'A meter of this key counts otherwise, as `definition` says. What it counted would change.',
    fix: 'Take another key for the new meter. The events that came before are counted by it, too.',
  },
  'meter.too-many': {
    means: 'The tenant has 100 meters, and no more are taken.',
    fix: 'Use those there are: dimensions and filters of a query often save a meter.',
  },
  'customer.not-found': {
    means: 'There is no customer of this key.',
    fix: 'Create it with `PUT /v1/customers/{key}`, or take one of `GET /v1/customers`.',
  },
  'customer.changed-meanwhile': {
    means: 'Somebody else changed the customer, or took its subjects, at the same time.',
    fix: 'Get the customer again, apply the change to that, and send its `revision`.',
  },
  'subject.already-assigned': {
    means: 'Another customer, which `customer` names, pays for the subject. Nothing was changed.',
    fix: 'Take the subject off that customer first, or leave it there.',
  },
  'usage.range-malformed': {
    means: '`from` or `to` is no time, day or month, or the end is not after the start.',
    fix: 'Give such as `2026-10-01T00:00:00Z`, `2026-10-01` or `2026-10`.',
  },
  'usage.range-too-long': {
    means:
      'The period is longer than one question may ask for: 400 days of usage, a day of events.',
    fix: 'Ask for a shorter period, several times.',
  },
  'usage.not-aligned': {
    means: 'A bound is not on a quarter hour, and usage is kept by quarter hours.',
    fix: 'Take the quarter hour before or after it, as `detail` says.',
  },
  'usage.too-many-rows': {
    means: 'The rows have more distinct values, or are more, than one answer can have.',
    fix: 'Ask for a shorter period, for one customer or subject, or for fewer rows with `limit`.',
  },
  'usage.group-unknown': {
    means: 'The meter has no such dimension.',
    fix: 'Group or filter by `customer`, `subject`, or a dimension that `detail` lists.',
  },
  'event.outside-backfill': {
    means: 'The event did not happen in the period of the backfill job that it was sent to.',
    fix: 'Send it to a job of its period. What happened of late goes to `POST /v1/events`.',
  },
  'event.level-settled': {
    means:
      'The event would change a level that goes on from month to month, so long ago that later months may stand on it.',
    fix: 'Send an event that changes the level from today on.',
  },
  'event.conflict': {
    means:
      'Its `source` and `id` are taken, in the same minute: by an event that says something else, or by one that is informational, where this one is to be billed.',
    fix: 'Leave it out. Where it is another event, give it another `id`; where it is to be billed, take the informational one out first, by a correction.',
  },
  'backfill.not-found': {
    means: 'There is no backfill job of this name.',
    fix: 'Open it with `POST /v1/backfills`, or take one of `GET /v1/backfills`.',
  },
  'backfill.exists': {
    means: 'The name is that of a job with another period, billing, rate, or dry run.',
    fix: 'Take another name, or open it as it is: `GET /v1/backfills/{name}` says how.',
  },
  'backfill.ended': {
    means: 'The job was closed or cancelled before.',
    fix: 'Open another job for what is left: what was written already counts once.',
  },
  'backfill.full': {
    means: 'The job has had as many requests as a job may have.',
    fix: 'Open another job, and send up to 1,000 events in a request.',
  },
  'backfill.too-fast': {
    means: 'More events came than the job takes in a second, and nothing was done.',
    fix: 'Send the request again, as it was, after the seconds that `Retry-After` says.',
  },
  'drop.not-found': {
    means: 'There is no drop of this id.',
    fix: 'Take one of `GET /v1/drops`.',
  },
  'correction.not-found': {
    means: 'There is no correction of this id.',
    fix: 'Take one of `GET /v1/corrections`.',
  },
  'correction.running': {
    means: 'The correction is at work, and is taken back whole or not at all.',
    fix: 'Wait until `GET /v1/corrections/{id}` says `done`, and ask again.',
  },
  'correction.event-not-found': {
    means: 'The usage log has no such event in the minute of the time that was given.',
    fix: 'Give `source`, `id` and `time` as `GET /v1/events` shows them. What was just sent is there within seconds.',
  },
  'correction.event-ambiguous': {
    means: 'Two events of that minute have the same `source` and `id`, of two subjects.',
    fix: 'Name the `subject` as well.',
  },
  'correction.already-corrected': {
    means: 'Another correction, which `correction` names, has corrected the event.',
    fix: 'Leave the event out, correct what it was amended to, or take the other correction back first.',
  },
  'correction.of-charge': {
    means: 'The event was recorded by a charge or a capture, and its money was taken.',
    fix: 'Give it back: `POST /v1/charges/{id}/refund`, or credit the invoice.',
  },
  'correction.level-settled': {
    means:
      'The event is part of a level that goes on from month to month, and is so old that later months may stand on it.',
    fix: 'Send an event that changes the level from today on; credit what was billed too much.',
  },
  'quarantine.not-found': {
    means: 'Quarantine has no entry of this id.',
    fix: 'Take one of `GET /v1/quarantine`.',
  },
  'quarantine.already-closed': {
    means: 'The entry was retried or dismissed already, in another way.',
    fix: 'Leave it as it is. An event that was dismissed and should count can be sent again.',
  },
  'quarantine.identity-taken': {
    means: 'Another event has the `source` and `id` of this one, and is counted.',
    fix: 'Dismiss the entry. If it should count too, send it as an event with an `id` of its own.',
  },
  'time-zone.unknown': {
    means: 'The time zone is none of IANA.',
    fix: 'Name one such as `Europe/Paris` or `UTC`.',
  },
} as const satisfies Readonly<Record<string, ExplainedRejection>>;
