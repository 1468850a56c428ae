/** The variables this function reads at cold start; the stack must set exactly these. */
export const environment = ['TOTALS_TABLE_NAME', 'CATALOG_TABLE_NAME'] as const;
