/**
 * What a conditional put came to. After `unknown` it may or may not have happened, now or later: read, never assume.
 */
export type PutOutcome = 'put' | 'taken' | 'unknown';

/** An eventually consistent read may be stale, and may have holes. */
export type Consistency = 'eventual' | 'strong';
