import { rateEnvironment } from '../middleware/rate-environment.ts';

export const environment = [
  ...rateEnvironment,
  'CATALOG_TABLE_NAME',
  'TOTALS_TABLE_NAME',
  'BACKFILL_QUEUE_URL',
  'BOOKS_TABLE_NAME',
  'BOOKS_CELLS_TABLE_NAME',
  'USAGE_LOG_TABLE_NAME',
  'SPEND_TABLE_NAME',
  'SPEND_KEPT_TABLE_NAME',
  'SHARD_EPOCHS',
  'EVENT_MAX_AGE_SECONDS',
  'AUDIT_TABLE_NAME',
  'KEYS_TABLE_NAME',
  'SALTS_TABLE_NAME',
  'PSEUDONYMS_FROM',
  'DOCUMENTS_BUCKET_NAME',
  'RAIL_SECRETS_PATH',
] as const;
