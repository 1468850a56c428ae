import type { OnFailure } from '../failures.ts';
import type { QueueClient } from './queue-client.ts';
import type { ReceivedMessage } from './record.ts';
import { type Retried, retrySeconds } from './retries.ts';

/** A message that is tried again. */
export interface Retry {
  /** In milliseconds since 1970, by the machine's clock. */
  readonly at: number;
  /** Why the function failed on it, in one line. */
  readonly reason: string;
}

/** The messages of a queue that its function failed on. */
interface Retrying {
  /** Has them come again when it is time. */
  later(failed: readonly ReceivedMessage[], reason: string): Promise<void>;
  /** A message has come, perhaps again. */
  came(message: ReceivedMessage): void;
  /** Those that have not come again yet. */
  retries(): readonly Retry[];
}

/** Nobody works on what a function failed on, so it need not stay hidden for as long as somebody might. */
export function retrying({
  queue,
  retried,
  path,
  onFailure,
}: {
  readonly queue: QueueClient;
  readonly retried: Retried;
  /** Of the function. */
  readonly path: string;
  readonly onFailure: OnFailure;
}): Retrying {
  const waiting = new Map<string, Retry>();
  return {
    retries: () => [...waiting.values()],
    came: ({ messageId }) => {
      waiting.delete(messageId);
    },
    later: async (failed, reason) => {
      const bySeconds = Map.groupBy(failed, ({ receives }) => retrySeconds(receives, retried));
      const hiding = [...bySeconds].map(([seconds, messages]) => {
        const at = Date.now() + seconds * 1000;
        if (seconds > 0)
          for (const { messageId } of messages) waiting.set(messageId, { at, reason });
        const when = seconds > 0 ? { retrySeconds: seconds } : {};
        onFailure({ path, reason, messages: messages.length, ...when });
        return queue.hide(messages, seconds);
      });
      await Promise.all(hiding);
    },
  };
}
