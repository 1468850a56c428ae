import { rateEnvironment } from '../middleware/rate-environment.ts';

export const environment = [
  ...rateEnvironment,
  'LOGS_TABLE_NAME',
  'USAGE_LOG_TABLE_NAME',
  'SHARD_EPOCHS',
  'LOG_HOST',
  'LOG_KEY',
  'LOG_POLICY',
  'WITNESS_KEY',
  'WITNESSED_LOGS',
  'CATALOG_TABLE_NAME',
  'BOOKS_TABLE_NAME',
  'BOOKS_CELLS_TABLE_NAME',
  'DOCUMENTS_BUCKET_NAME',
] as const;
