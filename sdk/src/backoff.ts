/** How long to wait before a request is sent again. */
export interface Backoff {
  /** The longest first wait. */
  readonly baseMs: number;
  /** The longest wait, but for one that the service asks for. */
  readonly waitMaxMs: number;
}

export const patientBackoff: Backoff = { baseMs: 250, waitMaxMs: 30_000 };

const askedMaxMs = 600_000;

/**
 * Full jitter: anything from nothing to a wait that doubles with each attempt, so that clients that failed together do
 * not come back together. What the service asks for is waited for first.
 */
export function waitMs(
  { baseMs, waitMaxMs }: Backoff,
  { attempt, random, askedMs }: { attempt: number; random: number; askedMs: number },
): number {
  return askedMs + random * Math.min(waitMaxMs, baseMs * 2 ** Math.min(attempt - 1, 30));
}

/**
 * `Retry-After` in milliseconds, at most ten minutes: seconds, or a date. 0 where there is none that can be read.
 */
export function retryAfterMs(header: string | null, now: number): number {
  if (header === null) return 0;
  if (/^\d{1,9}$/.test(header)) return Math.min(askedMaxMs, Number(header) * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? 0 : Math.min(askedMaxMs, Math.max(0, date - now));
}
