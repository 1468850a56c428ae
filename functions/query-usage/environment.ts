export const environment = ['TOTALS_TABLE_NAME', 'CATALOG_TABLE_NAME'] as const;
