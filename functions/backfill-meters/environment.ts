/** The variables this function reads at cold start; the stack must set exactly these. */
export const environment = [
  'TOTALS_TABLE_NAME',
  'TOUCHED_QUEUE_URL',
  'BACKFILL_QUEUE_URL',
] as const;
