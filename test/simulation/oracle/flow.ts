import type { AcceptedEvents, SettledEvents } from '../../../core/metering/flow.ts';
import type { Violation } from '../journal.ts';

/** What is known of the events that were accepted in a minute. */
interface Minute {
  /** As it was told by who accepted them. */
  accepted: number;
  /** As the queue has it: with what nobody was answered for, and with copies. */
  taken: number;
  /** Delivered again, after a delivery that was told of. */
  again: number;
  recorded: number;
  known: number;
  quarantined: number;
}

const RULE = 'what is accepted is recorded, known, quarantined or in flight';

/** Measures the flow of events as functions tell of it, and beside that as the queue has it. */
export class Flow {
  readonly #minutes = new Map<number, Minute>();
  readonly #delivered = new Set<string>();
  #promised = 0;

  onAccepted({ acceptedMinute, events }: AcceptedEvents): void {
    this.#at(acceptedMinute).accepted += events;
  }

  onSettled({ acceptedMinute, recorded, known, quarantined }: SettledEvents): void {
    const minute = this.#at(acceptedMinute);
    minute.recorded += recorded;
    minute.known += known;
    minute.quarantined += quarantined;
  }

  /** A caller was told of so many events that they are accepted. */
  promise(events: number): void {
    this.#promised += events;
  }

  /** The queue has a message more. */
  take({ acceptedMinute, events }: AcceptedEvents): void {
    this.#at(acceptedMinute).taken += events;
  }

  /** A function says of a message that it is done with. */
  deliver(messageId: string, { acceptedMinute, events }: AcceptedEvents): void {
    if (this.#delivered.has(messageId)) this.#at(acceptedMinute).again += events;
    this.#delivered.add(messageId);
  }

  /** The first minute that does not close, when no event is in flight any more. */
  wrongAtRest(logged: number): Violation | undefined {
    const minutes = [...this.#minutes.values()];
    const sumOf = (part: keyof Minute) => minutes.reduce((sum, minute) => sum + minute[part], 0);
    if (sumOf('accepted') < this.#promised) {
      const detail = `callers were told of ${this.#promised} accepted events, and ${sumOf('accepted')} are measured`;
      return { rule: 'what callers are promised is measured', detail, about: '' };
    }
    if (sumOf('recorded') > logged) {
      const detail = `${sumOf('recorded')} events are measured as recorded, and logs have ${logged}`;
      return { rule: 'what is measured as recorded is in a log', detail, about: '' };
    }
    for (const [minute, flow] of this.#minutes) {
      const settled = flow.recorded + flow.known + flow.quarantined;
      const unanswered = flow.taken - flow.accepted;
      if (unanswered >= 0 && flow.accepted + unanswered + flow.again === settled) continue;
      return { rule: RULE, detail: `minute ${minute}: ${JSON.stringify(flow)}`, about: '' };
    }
    return undefined;
  }

  #at(acceptedMinute: number): Minute {
    const known = this.#minutes.get(acceptedMinute);
    if (known !== undefined) return known;
    const none = { accepted: 0, taken: 0, again: 0, recorded: 0, known: 0, quarantined: 0 };
    this.#minutes.set(acceptedMinute, none);
    return none;
  }
}
