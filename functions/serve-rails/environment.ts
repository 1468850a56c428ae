import { rateEnvironment } from '../middleware/rate-environment.ts';

export const environment = [
  ...rateEnvironment,
  'RAILS_TABLE_NAME',
  'RAILS_QUEUE_URL',
  'RAIL_SECRETS_PATH',
  'BOOKS_TABLE_NAME',
  'BOOKS_CELLS_TABLE_NAME',
  'CATALOG_TABLE_NAME',
  'AUDIT_TABLE_NAME',
  'KEYS_TABLE_NAME',
  'MARKETPLACE_TENANTS',
  'LOG_DAYS_TABLE_NAME',
  'LOG_HOST',
] as const;
