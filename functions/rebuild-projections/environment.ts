export const environment = [
  'BOOKS_TABLE_NAME',
  'BOOKS_CELLS_TABLE_NAME',
  'USAGE_LOG_TABLE_NAME',
  'TOTALS_TABLE_NAME',
  'CATALOG_TABLE_NAME',
] as const;
