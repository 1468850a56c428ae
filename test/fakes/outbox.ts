import type { Outbox } from '../../sdk/src/sender/outbox.ts';

/** An outbox in memory, as a disk that outlives whoever opens it. */
export function inMemoryOutbox() {
  const batches = new Map<number, string[]>();
  let last = 0;
  const open = (): Outbox => ({
    left: () =>
      [...batches].map(([number, texts]) => ({
        texts: [...texts],
        unreadable: [],
        settle: () => batches.delete(number),
      })),
    begin() {
      last += 1;
      const number = last;
      return {
        keep: (text) => {
          batches.set(number, [...(batches.get(number) ?? []), text]);
        },
        seal: () => undefined,
        settle: () => batches.delete(number),
      };
    },
    close: () => undefined,
  });
  return { open, texts: () => [...batches.values()].flat() };
}
