import { rateEnvironment } from '../middleware/rate-environment.ts';

export const environment = [
  ...rateEnvironment,
  'QUARANTINE_TABLE_NAME',
  'EVENTS_QUEUE_URL',
  'EVENT_GROUPS',
  'METRICS_NAMESPACE',
  'AUDIT_TABLE_NAME',
  'KEYS_TABLE_NAME',
] as const;
