import { rateEnvironment } from '../middleware/rate-environment.ts';

export const environment = [
  ...rateEnvironment,
  'BOOKS_TABLE_NAME',
  'BOOKS_CELLS_TABLE_NAME',
  'BILLING_RUNS_TABLE_NAME',
  'RAILS_TABLE_NAME',
  'CATALOG_TABLE_NAME',
  'TOTALS_TABLE_NAME',
  'USAGE_LOG_TABLE_NAME',
  'SPEND_TABLE_NAME',
  'SPEND_KEPT_TABLE_NAME',
  'DOCUMENTS_BUCKET_NAME',
  'LOG_HOST',
  'SHARD_EPOCHS',
  'EVENT_MAX_AGE_SECONDS',
] as const;
