import type { Timestamp } from '../../kernel/timestamp.ts';
import type { IdentifiedEvent } from '../usage-event.ts';

/** Where an event stands in a list that has the last one first: by its time, then by a name that no other has. */
export interface EventPlace {
  readonly occurredAt: Timestamp;
  /** Its identity in hexadecimal digits; of what is in quarantine the id of its entry, which begins with that. */
  readonly name: string;
}

/** Orders places, the last first. */
export const latestFirst = (a: EventPlace, b: EventPlace): number =>
  a.occurredAt === b.occurredAt ? compared(b.name, a.name) : b.occurredAt - a.occurredAt;

const compared = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** Before all that occurred at an instant or after it, and after all else. */
export const placeAt = (occurredAt: Timestamp): EventPlace => ({ occurredAt, name: '' });

/** The place of an event that the log has; its identity is derived when it is asked for. */
export class LoggedPlace implements EventPlace {
  readonly occurredAt: Timestamp;
  readonly #identified: IdentifiedEvent;
  #name: string | undefined;

  constructor(identified: IdentifiedEvent) {
    this.occurredAt = identified.event.occurredAt;
    this.#identified = identified;
  }

  get name(): string {
    this.#name ??= Buffer.from(this.#identified.identity).toString('hex');
    return this.#name;
  }
}
