export const environment = ['BOOKS_TABLE_NAME', 'BOOKS_CELLS_TABLE_NAME'] as const;
