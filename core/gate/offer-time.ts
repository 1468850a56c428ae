import { millisecondsPer } from '../kernel/timestamp.ts';

/** How long an offer can be taken. */
export const offerMs = 300 * millisecondsPer.second;
