import type { AcceptedEvents, SettledEvents } from '../../core/metering/flow.ts';

/** So long events may be in flight before an alarm tells of them. CloudWatch takes times up to two hours ahead. */
const IN_FLIGHT_MINUTES_MAX = 60;
const MS_PER_MINUTE = 60_000;

/**
 * Metrics of what is accepted and what becomes of it, as lines of CloudWatch's embedded metric format. Both are told
 * for an hour after the minute in which the events were accepted: so what differs of a minute that is now is what has
 * been in flight for an hour, however late it is settled. They have no dimension: the namespace is the stack's own.
 */
export function flowMetrics(
  namespace: string,
  write: (line: string) => void = (line) => {
    process.stdout.write(line);
  },
) {
  const tell = (acceptedMinute: number, values: Readonly<Record<string, number>>): void => {
    const metrics = Object.keys(values).map((Name) => ({ Name, Unit: 'Count' }));
    const _aws = {
      Timestamp: (acceptedMinute + IN_FLIGHT_MINUTES_MAX) * MS_PER_MINUTE,
      CloudWatchMetrics: [{ Namespace: namespace, Dimensions: [[]], Metrics: metrics }],
    };
    write(`${JSON.stringify({ _aws, ...values })}\n`);
  };
  return {
    onAccepted: ({ acceptedMinute, events }: AcceptedEvents): void => {
      tell(acceptedMinute, { EventsAccepted: events });
    },
    onSettled: ({ acceptedMinute, recorded, known, quarantined }: SettledEvents): void => {
      tell(acceptedMinute, {
        EventsRecorded: recorded,
        EventsKnown: known,
        EventsQuarantined: quarantined,
      });
    },
  };
}
