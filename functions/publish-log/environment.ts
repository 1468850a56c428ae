export const environment = [
  'LOGS_TABLE_NAME',
  'LOG_HOST',
  'LOG_KEY',
  'BOOKS_TABLE_NAME',
  'CATALOG_TABLE_NAME',
  'DOCUMENTS_BUCKET_NAME',
] as const;
