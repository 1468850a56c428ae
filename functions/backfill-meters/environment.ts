export const environment = [
  'TOTALS_TABLE_NAME',
  'TOUCHED_QUEUE_URL',
  'BACKFILL_QUEUE_URL',
] as const;
