import type { PlanRecord, Plans } from '../../core/catalog/ports.ts';
import { inMemoryRecords } from './records.ts';

/** Plans in memory; every read is strongly consistent. */
export const inMemoryPlans = (): Plans => inMemoryRecords<PlanRecord>();
