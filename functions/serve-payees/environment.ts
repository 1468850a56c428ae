import { rateEnvironment } from '../middleware/rate-environment.ts';

export const environment = [
  ...rateEnvironment,
  'PAYEES_TABLE_NAME',
  'EARNINGS_QUEUE_URL',
  'BOOKS_TABLE_NAME',
  'BOOKS_CELLS_TABLE_NAME',
  'CATALOG_TABLE_NAME',
  'AUDIT_TABLE_NAME',
  'KEYS_TABLE_NAME',
  'DOCUMENTS_BUCKET_NAME',
  'TOTALS_TABLE_NAME',
  'USAGE_LOG_TABLE_NAME',
  'SHARD_EPOCHS',
  'EVENT_MAX_AGE_SECONDS',
  'SPEND_TABLE_NAME',
  'SPEND_KEPT_TABLE_NAME',
] as const;
