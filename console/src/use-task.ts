import { useState } from 'preact/hooks';

/** Something that takes several calls, as a person waits for it. */
export interface Task {
  readonly isAsking: boolean;
  readonly error: unknown;
  /** Resolves with what came of it; with undefined where it failed, and `error` says why. */
  run<Value>(work: () => Promise<Value>): Promise<Value | undefined>;
}

export function useTask(): Task {
  const [standing, setStanding] = useState<{ isAsking: boolean; error?: unknown }>({
    isAsking: false,
  });
  return {
    isAsking: standing.isAsking,
    error: standing.error,
    run: async (work) => {
      setStanding({ isAsking: true });
      try {
        const value = await work();
        setStanding({ isAsking: false });
        return value;
      } catch (error) {
        setStanding({ isAsking: false, error });
        return undefined;
      }
    },
  };
}
