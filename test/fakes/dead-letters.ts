import type { DeadLetter, DeadLetterQueue } from '../../cli/dlq/dead-letters.ts';

/** Dead letters in memory, and what was sent back. Nothing becomes visible by the passing of time. */
export function memoryDeadLetters(name: DeadLetterQueue['name'], letters: readonly DeadLetter[]) {
  const visible = [...letters];
  const hidden = new Set<DeadLetter>();
  const source: string[] = [];
  /** Bodies that the queue does not take. */
  const refused = new Set<string>();
  const queue: DeadLetterQueue = {
    name,
    count: () => Promise.resolve(visible.length + hidden.size),
    receive: () => {
      const received = visible.splice(0, 10).map((letter) => ({
        ...letter,
        receives: letter.receives + 1,
      }));
      for (const letter of received) hidden.add(letter);
      return Promise.resolve(received);
    },
    giveBack: (given) => {
      for (const letter of given) if (hidden.delete(letter)) visible.push(letter);
      return Promise.resolve();
    },
    redrive: (letter) => {
      if (refused.has(letter.body)) return Promise.reject(new Error('the queue is full'));
      source.push(letter.body);
      hidden.delete(letter);
      return Promise.resolve(`again-${source.length}`);
    },
  };
  return { queue, visible, source, refused };
}
