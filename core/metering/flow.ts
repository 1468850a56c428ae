import { millisecondsPer, type Timestamp } from '../kernel/timestamp.ts';

/** Events of a minute that callers were told are accepted. */
export interface AcceptedEvents {
  /** Minutes since 1970, by the clock of who accepted them; their messages say it, too. */
  readonly acceptedMinute: number;
  readonly events: number;
}

/**
 * What became of events of messages that are done with. A message that is delivered again is told of again: its events
 * are then known, or quarantined, once more.
 */
export interface SettledEvents {
  /** As their messages say. */
  readonly acceptedMinute: number;
  /** Put into a log by this delivery. */
  readonly recorded: number;
  /** In their log already: sent again, delivered again, or put without an answer. */
  readonly known: number;
  readonly quarantined: number;
}

/**
 * What accepts events tells of it here: of a minute, what is accepted is what is then recorded, known, quarantined or
 * in flight. Told of after the queue has them.
 */
export interface FlowOfAccepted {
  readonly onAccepted: (accepted: AcceptedEvents) => void;
}

/** The minute that events are accepted in. */
export const minuteOf = (now: Timestamp): number => Math.floor(now / millisecondsPer.minute);
