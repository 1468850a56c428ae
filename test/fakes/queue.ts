import type { Queue } from '../../core/kernel/queue.ts';

/** A queue whose messages can be looked at. */
export interface InMemoryQueue extends Queue {
  readonly bodies: readonly string[];
  /** From now on it takes half of what it is given and says that it is unavailable. */
  fail(): void;
}

export function inMemoryQueue(): InMemoryQueue {
  const bodies: string[] = [];
  let isFailing = false;
  return {
    bodies,
    fail: () => {
      isFailing = true;
    },
    send: async (sent) => {
      bodies.push(...(isFailing ? sent.slice(0, sent.length >> 1) : sent));
      return isFailing ? 'unavailable' : 'sent';
    },
  };
}
