import type { Caller } from '../../core/access/caller.ts';
import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';

/** Where a page begins, and what says where the next does. */
export function openPage(caller: Caller, asked: readonly string[], cursor: string | undefined) {
  const fingerprint = JSON.stringify(asked);
  return {
    from: cursor === undefined ? undefined : openedCursor(caller, fingerprint, cursor),
    nextAt: (next: string | undefined) =>
      next === undefined ? {} : { nextCursor: sealedCursor(caller, fingerprint, next) },
  };
}
