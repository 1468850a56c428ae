import type { Dice } from './dice.ts';
import type { Process } from './scheduler.ts';

/** A message as one consumer has it; the receipt is what it deletes by. */
export interface Delivery {
  readonly messageId: string;
  readonly receipt: number;
  readonly body: string;
}

interface Message {
  readonly messageId: string;
  readonly body: string;
  /** The step from which on it can be received. */
  visibleFrom: number;
  /** How often it has been delivered, and the receipt of the last time. */
  deliveries: number;
  /** Who has it, while nobody else may receive it. */
  holder: Process | undefined;
}

/** A standard queue of SQS: at least once, in no order. */
export class SimulatedQueue {
  readonly name: string;
  readonly #messages = new Map<string, Message>();
  #sent = 0;

  constructor(name: string) {
    this.name = name;
  }

  get isEmpty(): boolean {
    return this.#messages.size === 0;
  }

  send(body: string, visibleFrom: number): void {
    this.#sent += 1;
    const messageId = `${this.name}-${this.#sent}`;
    this.#messages.set(messageId, {
      messageId,
      body,
      visibleFrom,
      deliveries: 0,
      holder: undefined,
    });
  }

  /** Messages that can be received now. */
  visible(now: number): readonly Message[] {
    return [...this.#messages.values()].filter(
      ({ holder, visibleFrom }) => holder === undefined && visibleFrom <= now,
    );
  }

  /** Messages somebody has received and not deleted. */
  inFlight(): readonly Message[] {
    return [...this.#messages.values()].filter(({ holder }) => holder !== undefined);
  }

  /** Up to `max` of the visible messages, as the dice like. */
  receive(holder: Process, max: number, now: number, dice: Dice): Delivery[] {
    return dice
      .shuffled(this.visible(now))
      .slice(0, max)
      .map((message) => {
        message.holder = holder;
        message.deliveries += 1;
        return {
          messageId: message.messageId,
          receipt: message.deliveries,
          body: message.body,
        };
      });
  }

  /** How often the message has been delivered, this time included. */
  deliveriesOf({ messageId }: Delivery): number {
    return this.#messages.get(messageId)?.deliveries ?? 0;
  }

  /** Its visibility timeout is over: it can be received again, whatever its holder does. */
  release(messageId: string): void {
    const message = this.#messages.get(messageId);
    if (message !== undefined) message.holder = undefined;
  }

  delete({ messageId }: Delivery): void {
    this.#messages.delete(messageId);
  }

  /** Whether the delivery is the message's last, so that its receipt is still good. */
  isLast({ messageId, receipt }: Delivery): boolean {
    return this.#messages.get(messageId)?.deliveries === receipt;
  }
}
