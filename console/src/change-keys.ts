import { GatewayError, ProblemError } from '../../sdk/src/read/errors.ts';

/** `Idempotency-Key`s of changes that were asked for, as long as nobody knows whether they are done. */
export interface ChangeKeys {
  /** The key of a change: that of before, where the same was asked for and no answer came. */
  of(change: string): string;
  /** It was answered: whoever asks for the same from now on means another. */
  settle(change: string): void;
}

/** The keys of a session. They outlive a dialog: who leaves one while it asks, and asks again, does nothing twice. */
export function changeKeys(newKey: () => string): ChangeKeys {
  const keys = new Map<string, string>();
  return {
    of: (change) => {
      const key = keys.get(change) ?? newKey();
      keys.set(change, key);
      return key;
    },
    settle: (change) => {
      keys.delete(change);
    },
  };
}

/** Whether an error says that nothing was done. What got no answer, or one that cannot be read, may be done. */
export const isRefusal = (error: unknown): boolean =>
  (error instanceof ProblemError || error instanceof GatewayError) &&
  error.status >= 400 &&
  error.status < 500;
