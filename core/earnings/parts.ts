import { subjectOfKey } from '../catalog/billed-customer.ts';
import { partitionOf, partitions } from '../metering/log/log-key.ts';

const DIGITS = 2;
const textOf = (partition: number): string => String(partition).padStart(DIGITS, '0');

/** In so many parts payers of a month are kept: who pays for itself is with what it used, which is read together. */
export const parts: readonly string[] = Array.from({ length: partitions }, (_, one) => textOf(one));

/** The part that a payer is in. */
export const partOf = (payer: string): string => textOf(partitionOf(subjectOfKey(payer) ?? payer));
