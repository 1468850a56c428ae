import { Rejection } from '../../core/kernel/rejection.ts';

/** What `act` is refused with: its code, detail and param. Throws when it is not refused, or by something else. */
export function rejectionOf(act: () => unknown): {
  readonly code: string;
  readonly detail: string;
  readonly param: string | undefined;
} {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    return { code: error.code, detail: error.message, param: error.param };
  }
  throw new Error('expected a rejection, got none');
}
