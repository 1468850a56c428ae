import { claimText, contentText } from '../../simulation/oracle/events.ts';
import type { SentEvent } from '../../simulation/traffic.ts';

/** An event with what its senders were told of it. */
export interface Sent {
  readonly event: SentEvent;
  /** How often it was in a request that was answered 202. */
  accepted: number;
}

/** What clients have sent, and what they were answered: nothing of it comes from the stack's own stores. */
export class Ledger {
  readonly #byContent = new Map<string, Sent>();
  /** Contents by identity: two where there is a conflict. */
  readonly #byIdentity = new Map<string, string[]>();
  acceptedTimes = 0;
  requests = 0;
  retries = 0;
  /** What clients were answered that they should not have been. */
  readonly surprises: string[] = [];

  /** Before it is sent the first time. */
  sending(event: SentEvent): void {
    const content = contentText(event);
    if (this.#byContent.has(content)) return;
    this.#byContent.set(content, { event, accepted: 0 });
    const identity = claimText(event);
    this.#byIdentity.set(identity, [...(this.#byIdentity.get(identity) ?? []), content]);
  }

  accepted(events: readonly SentEvent[]): void {
    for (const event of events) {
      const sent = this.#byContent.get(contentText(event));
      if (sent === undefined) throw new Error('an event was accepted that nobody sent');
      sent.accepted += 1;
      this.acceptedTimes += 1;
    }
  }

  /** Something that no client should be answered, whatever is killed: kept once. */
  surprise(what: string): void {
    if (this.surprises.length < 50) this.surprises.push(what);
  }

  /** By content. */
  sent(): ReadonlyMap<string, Sent> {
    return this.#byContent;
  }

  /** The contents that were sent under an identity, in the order in which they were. */
  contentsOf(event: SentEvent): readonly string[] {
    return this.#byIdentity.get(claimText(event)) ?? [];
  }
}
