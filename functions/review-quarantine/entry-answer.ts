import type { QuarantineEntryAnswer } from '../../core/contract/quarantine/shapes.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import type { QuarantineEntry } from '../../core/metering/quarantine/ports.ts';
import { eventAnswer } from '../middleware/event-answer.ts';

/** An entry as the interface shows it. */
export const entryAnswer = (entry: QuarantineEntry): QuarantineEntryAnswer => {
  const { id, reason, detail, status, dismissal, quarantinedAt, event } = entry;
  return {
    id,
    reason,
    detail,
    status,
    ...(dismissal === undefined ? {} : { dismissal }),
    quarantinedAt: rfc3339(quarantinedAt),
    event: eventAnswer(event),
  };
};
