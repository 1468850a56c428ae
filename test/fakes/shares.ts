import type { PayeeRecord, Payees, ShareRecord, Shares } from '../../core/shares/ports.ts';
import { inMemoryRecords } from './records.ts';

/** Payees in memory; every read is strongly consistent. */
export const inMemoryPayees = (): Payees => inMemoryRecords<PayeeRecord>();

/** Shares in memory; every read is strongly consistent. */
export const inMemoryShares = (): Shares => inMemoryRecords<ShareRecord>();
