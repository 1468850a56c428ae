import { rateEnvironment } from '../middleware/rate-environment.ts';

export const environment = [
  ...rateEnvironment,
  'QUARANTINE_TABLE_NAME',
  'EVENTS_QUEUE_URL',
  'EVENT_GROUPS',
  'METRICS_NAMESPACE',
  'AUDIT_TABLE_NAME',
  'KEYS_TABLE_NAME',
  'USAGE_LOG_TABLE_NAME',
  'CATALOG_TABLE_NAME',
  'BILLING_RUNS_TABLE_NAME',
  'TOUCHED_QUEUE_URL',
  'TOUCHED_DELAY_SECONDS',
  'BILLING_QUEUE_URL',
  'SHARD_EPOCHS',
  'SALTS_TABLE_NAME',
  'PSEUDONYMS_FROM',
  'EVENT_MAX_AGE_SECONDS',
] as const;
