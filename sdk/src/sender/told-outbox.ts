import { messageOf } from '../json.ts';
import type { LeftBatch, Outbox, OutboxBatch } from './outbox.ts';
import type { Told } from './told.ts';

/** A batch in an outbox. Nothing of it throws. */
export interface ToldBatch {
  /** Whether the event outlives the process from now on. */
  keep(text: string): boolean;
  seal(): void;
  settle(): void;
}

/** An outbox that tells what it cannot do, as on a full disk: events are in memory anyway. */
export interface ToldOutbox {
  left(): readonly LeftBatch[];
  begin(): ToldBatch;
  close(): void;
}

/** Without an outbox, nothing is kept. */
const nothingKept: ToldOutbox = {
  left: () => [],
  begin: () => ({ keep: () => false, seal: () => undefined, settle: () => undefined }),
  close: () => undefined,
};

export function toldOutbox(outbox: Outbox | undefined, told: Told): ToldOutbox {
  if (outbox === undefined) return nothingKept;
  /** How often each failed in a row. */
  const failed = new Map<string, number>();
  const tried = (what: string, events: number, run: () => void): boolean => {
    try {
      run();
      failed.delete(what);
      return true;
    } catch (error) {
      const attempt = (failed.get(what) ?? 0) + 1;
      failed.set(what, attempt);
      const detail = `the outbox could not ${what}: ${messageOf(error)}`;
      told.failure({ kind: 'outbox', detail, attempt, waitMs: 0, events });
      return false;
    }
  };
  // What is not forgotten is sent again by the next process: as it was, so that it counts once.
  const forget = 'forget a batch';
  return {
    left: () =>
      outbox.left().map((batch) => ({
        texts: batch.texts,
        unreadable: batch.unreadable,
        settle: () => void tried(forget, batch.texts.length, () => batch.settle()),
      })),
    begin() {
      let batch: OutboxBatch | undefined;
      let events = 0;
      return {
        keep(text) {
          events += 1;
          return tried('keep an event, which is in memory alone', 1, () => {
            batch ??= outbox.begin();
            batch.keep(text);
          });
        },
        seal: () => void tried('close a batch', events, () => batch?.seal()),
        settle: () => void tried(forget, events, () => batch?.settle()),
      };
    },
    close: () => void tried('be closed', 0, () => outbox.close()),
  };
}
