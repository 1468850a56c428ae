import { KnownRefusals } from '../../core/access/known-refusals.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';

/** A process that has refused nobody yet. */
export const noneKnown = (): KnownRefusals =>
  new KnownRefusals({ clock: { now: () => timestampOf(0) }, unknownMs: 60_000, keptMax: 100 });
