import type { EachQueue, SendOutcome } from '../../core/kernel/queue.ts';
import { eventMessageFrom } from '../../core/metering/intake/event-message.ts';

/** A send that waits to be told how it ends. */
interface HeldSend {
  readonly bodies: readonly string[];
  /** Tenant and ids of events, message by message: `acme: a b`. */
  readonly events: readonly string[];
  /** Ends it, every message alike or each in its own way, and lets those who waited go on. */
  end(outcome: SendOutcome | readonly SendOutcome[]): Promise<void>;
  fail(error: Error): Promise<void>;
}

/** A queue whose sends end when a test says so. */
export function heldQueue(): EachQueue & { readonly sends: readonly HeldSend[] } {
  const sends: HeldSend[] = [];
  return {
    sends,
    sendEach: (bodies) =>
      new Promise((resolve, reject) => {
        sends.push({
          bodies,
          events: bodies.map(eventMessageFrom).map(shown),
          end: (outcome) => {
            resolve(typeof outcome === 'string' ? bodies.map(() => outcome) : outcome);
            return settled();
          },
          fail: (error) => {
            reject(error);
            return settled();
          },
        });
      }),
  };
}

const shown = ({ tenant, events }: ReturnType<typeof eventMessageFrom>): string =>
  `${tenant}: ${events.map(({ id }) => id).join(' ')}`;

/** All that follows from what was just settled has been done. */
const settled = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
