export const environment = [
  'BOOKS_TABLE_NAME',
  'BOOKS_CELLS_TABLE_NAME',
  'DOCUMENTS_BUCKET_NAME',
  'LOG_HOST',
] as const;
