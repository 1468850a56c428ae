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
  'QUARANTINE_TABLE_NAME',
  'AUDIT_TABLE_NAME',
  'KEYS_TABLE_NAME',
  'SPEND_TABLE_NAME',
  'SPEND_KEPT_TABLE_NAME',
  'SALTS_TABLE_NAME',
  'LOGS_TABLE_NAME',
  'PSEUDONYMS_FROM',
  'EVENT_MAX_AGE_SECONDS',
  'DOCUMENT_YEARS',
] as const;
