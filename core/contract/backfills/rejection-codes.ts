/** The codes of backfill jobs and of their events, with their HTTP status. */
export const backfillCodes = {
  'event.outside-backfill': 400,
  'event.level-settled': 409,
  'event.conflict': 409,
  'backfill.not-found': 404,
  'backfill.exists': 409,
  'backfill.ended': 409,
  'backfill.full': 409,
  'backfill.too-fast': 429,
} as const;
