/** The variables this function reads at cold start; the stack must set exactly these. */
export const environment = [
  'CATALOG_TABLE_NAME',
  'TOTALS_TABLE_NAME',
  'BACKFILL_QUEUE_URL',
  'BOOKS_TABLE_NAME',
  'BOOKS_CELLS_TABLE_NAME',
] as const;
