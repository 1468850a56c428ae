import { randomBytes } from 'node:crypto';
import type { Random } from '../../core/kernel/random.ts';

/** The machine's cryptographic randomness. */
export const systemRandom: Random = { bytes: (count) => randomBytes(count) };
