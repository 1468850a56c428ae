/** A number of things that can be held at a time; who asks first is served first. */
export interface Slots {
  /** Resolves when a slot is free, with what gives it back. */
  take(): Promise<() => void>;
}

/** `count` free slots. */
export function slots(count: number): Slots {
  const waiting: ((release: () => void) => void)[] = [];
  let free = count;
  const release = (): void => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next(once(release));
  };
  return {
    take: () => {
      if (free === 0) return new Promise((resolve) => waiting.push(resolve));
      free -= 1;
      return Promise.resolve(once(release));
    },
  };
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
