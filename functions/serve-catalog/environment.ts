export const environment = [
  'CATALOG_TABLE_NAME',
  'TOTALS_TABLE_NAME',
  'BACKFILL_QUEUE_URL',
  'BOOKS_TABLE_NAME',
  'BOOKS_CELLS_TABLE_NAME',
] as const;
