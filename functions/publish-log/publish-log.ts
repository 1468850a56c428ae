import type { Context } from 'aws-lambda';
import { type SequenceAllPorts, sequenceAll } from '../../core/transparency/sequence-all.ts';

/** Enough for a step: some thousand entries, their tiles, and a signature. */
const SHORT_MS = 60_000;

/** Brings all logs up to their books. */
export const publishLog =
  (ports: SequenceAllPorts) =>
  (_event: unknown, context?: Pick<Context, 'getRemainingTimeInMillis'>): Promise<void> =>
    sequenceAll(ports, {
      isShort: () => (context?.getRemainingTimeInMillis() ?? Infinity) < SHORT_MS,
    });
