/** The variables this function reads at cold start; the stack must set exactly these. */
export const environment = [
  'USAGE_LOG_TABLE_NAME',
  'TOTALS_TABLE_NAME',
  'CATALOG_TABLE_NAME',
] as const;
