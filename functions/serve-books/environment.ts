/** The variables this function reads at cold start; the stack must set exactly these. */
export const environment = ['BOOKS_TABLE_NAME', 'BOOKS_CELLS_TABLE_NAME'] as const;
