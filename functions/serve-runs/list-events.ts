import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import type { CountedBy, EventOutcome } from '../../core/billing/events/event-outcome.ts';
import { eventPeriod } from '../../core/billing/events/event-period.ts';
import {
  type EventListPorts,
  type EventPage,
  type ListedEvent,
  listEvents,
} from '../../core/billing/events/list-events.ts';
import type { EventListAnswer } from '../../core/contract/events/list-shapes.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { type Period, rfc3339, timestampOf } from '../../core/kernel/timestamp.ts';
import type { EventPlace } from '../../core/metering/log/event-place.ts';
import type { QuarantineEntry } from '../../core/metering/quarantine/ports.ts';
import type { RollupReads } from '../../core/metering/rollups/ports.ts';
import { readOnce } from '../../core/metering/rollups/read-once.ts';
import { eventAnswer } from '../middleware/event-answer.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

/** What events are listed from. */
export interface EventsPorts extends EventListPorts {
  /** What whole days are read from, where a month is rated to see what came too late. */
  readonly rollups: RollupReads;
}

type Answered = EventListAnswer['events'][number];

const LIMIT_DEFAULT = 100;

/** The last events, and what became of each. */
export const listEventsRoute =
  ({ rollups, rating, ...others }: EventsPorts): RouteHandlers['ServeRuns']['GET /v1/events'] =>
  async ({ caller, query: { subject, from, to, cursor, limit = LIMIT_DEFAULT } }) => {
    const fingerprint = JSON.stringify([
      'GET /v1/events',
      subject ?? null,
      from ?? null,
      to ?? null,
    ]);
    const ports = { ...others, rating: { ...rating, rollups: readOnce(rollups) } };
    const { period, after } =
      cursor === undefined
        ? { period: eventPeriod({ from, to }, ports.clock.now()), after: undefined }
        : positionFrom(openedCursor(caller, fingerprint, cursor));
    const page = await listEvents(ports, caller.tenant, { subject, period, after, limit });
    const nextCursor =
      page.next === undefined
        ? undefined
        : sealedCursor(caller, fingerprint, positionText(period, page.next));
    return { status: 200, body: pageAnswer(period, page, nextCursor) };
  };

/** The period as well: where it is left out, it is another one when the next page is asked for. */
const positionText = ({ start, end }: Period, { occurredAt, name }: EventPlace): string =>
  JSON.stringify([start, end, occurredAt, name]);

/** Positions were sealed by us. */
function positionFrom(text: string): { readonly period: Period; readonly after: EventPlace } {
  const [start, end, occurredAt, name] = JSON.parse(text) as [number, number, number, string];
  return {
    period: { start: timestampOf(start), end: timestampOf(end) },
    after: { occurredAt: timestampOf(occurredAt), name },
  };
}

const pageAnswer = (
  { start, end }: Period,
  { events, isPartial }: EventPage,
  nextCursor: string | undefined,
): EventListAnswer => ({
  from: rfc3339(start),
  to: rfc3339(end),
  events: events.map(listedAnswer),
  ...(isPartial ? { quarantinePartial: true as const } : {}),
  ...definedOnly({ nextCursor }),
});

const listedAnswer = ({ event, outcome, entry }: ListedEvent): Answered => ({
  ...eventAnswer(event),
  ...outcomeAnswer(outcome),
  ...definedOnly({ backfill: event.backfill?.job }),
  ...(entry === undefined ? {} : { quarantine: entryAnswer(entry) }),
});

function outcomeAnswer(
  outcome: EventOutcome,
): Pick<Answered, 'status' | 'reason' | 'correction' | 'meters'> {
  const { status } = outcome;
  switch (status) {
    case 'recorded':
    case 'quarantined':
      return { status, meters: [] };
    case 'counted':
      return { status, meters: outcome.meters.map(meterAnswer) };
    case 'not-billed':
      return {
        status,
        reason: outcome.reason,
        ...definedOnly({ correction: outcome.correction }),
        meters: outcome.meters.map(meterAnswer),
      };
  }
}

const meterAnswer = ({ meter, value, customer, reason, mayBeTooLate }: CountedBy) => ({
  meter,
  ...definedOnly({ value, customer, unbilled: reason }),
  ...(mayBeTooLate ? { mayBeTooLate } : {}),
});

const entryAnswer = ({
  id,
  reason,
  detail,
  status,
  dismissal,
  quarantinedAt,
}: QuarantineEntry): NonNullable<Answered['quarantine']> => ({
  ...{ id, reason, detail, status, quarantinedAt: rfc3339(quarantinedAt) },
  ...definedOnly({ dismissal }),
});
