import type { Passes, PassRecord } from '../../core/spend/passes/ports.ts';
import { inMemoryRecords } from './records.ts';

/** Passes that are offered, in memory; every read is strongly consistent. */
export const inMemoryPasses = (): Passes => inMemoryRecords<PassRecord>();
