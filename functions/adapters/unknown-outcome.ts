/** Errors after which a write may have happened all the same: no answer came, or one that does not say. */
const UNKNOWN = new Set([
  'TimeoutError',
  'AbortError',
  'InternalServerError',
  'InternalError',
  'ServiceUnavailable',
  'RequestTimeout',
  'ECONNRESET',
  'EPIPE',
  'NetworkingError',
]);

/** Whether a write that failed like this may have happened, now or later. */
export function isUnknownOutcome(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return UNKNOWN.has(error.name) || (typeof code === 'string' && UNKNOWN.has(code));
}
