export const environment = [
  'USAGE_LOG_TABLE_NAME',
  'TOTALS_TABLE_NAME',
  'CATALOG_TABLE_NAME',
] as const;
