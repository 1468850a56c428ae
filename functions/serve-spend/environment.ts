import { rateEnvironment } from '../middleware/rate-environment.ts';

export const environment = [
  ...rateEnvironment,
  'SPEND_TABLE_NAME',
  'SPEND_KEPT_TABLE_NAME',
  'CATALOG_TABLE_NAME',
  'TOTALS_TABLE_NAME',
  'BOOKS_TABLE_NAME',
  'BOOKS_CELLS_TABLE_NAME',
  'EVENTS_QUEUE_URL',
  'EVENT_GROUPS',
  'METRICS_NAMESPACE',
  'SALTS_TABLE_NAME',
  'PSEUDONYMS_FROM',
  'AUDIT_TABLE_NAME',
  'KEYS_TABLE_NAME',
  'RAILS_TABLE_NAME',
  'RAIL_SECRETS_PATH',
  'RAILS_QUEUE_URL',
  'RECEIPT_KEYS',
  'RECEIPTS_SIGNED',
] as const;
