/** How long to wait before another attempt. */
export interface Backoff {
  readonly attemptsMax: number;
  readonly baseMs: number;
  readonly waitMaxMs: number;
}

/** About 25 s in all before giving up. */
export const patientBackoff: Backoff = { attemptsMax: 8, baseMs: 250, waitMaxMs: 8000 };

/**
 * Before attempt `attempt + 1`: half of a doubling wait is fixed and half is random, so that clients that failed
 * together do not come back together. Never sooner than the service asked for.
 */
export function waitMs(
  backoff: Backoff,
  { attempt, random, askedMs }: { attempt: number; random: number; askedMs: number },
): number {
  const full = Math.min(backoff.waitMaxMs, backoff.baseMs * 2 ** (attempt - 1));
  return Math.max(full / 2 + (random * full) / 2, Math.min(askedMs, 30_000));
}

/** `Retry-After` in milliseconds: seconds, or a date. 0 when there is none that can be read. */
export function retryAfterMs(header: string | null, now: number): number {
  if (header === null) return 0;
  if (/^\d{1,6}$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
