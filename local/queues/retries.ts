import type { QueueDefinition } from '../template/queues.ts';

/** What of a queue says when a message is tried again. */
export type Retried = Pick<QueueDefinition, 'visibilityTimeoutSeconds' | 'receivesMax'>;

const firstSeconds = 1;
const growth = 4;
const secondsMax = 60;

/**
 * How long a message is hidden after a function has failed on it. On AWS it stays so for the rest of its visibility
 * timeout, which has to outlast whoever may be working on it and is minutes. Here that is known to be nobody, and a
 * person waits for it. A message that has had all its tries is set aside at once.
 */
export function retrySeconds(
  receives: number,
  { visibilityTimeoutSeconds, receivesMax }: Retried,
): number {
  if (receivesMax !== undefined && receives >= receivesMax) return 0;
  const wait = firstSeconds * growth ** Math.max(0, receives - 1);
  return Math.min(wait, secondsMax, visibilityTimeoutSeconds);
}
