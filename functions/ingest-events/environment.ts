import { rateEnvironment } from '../middleware/rate-environment.ts';

export const environment = [
  ...rateEnvironment,
  'CATALOG_TABLE_NAME',
  'EVENTS_QUEUE_URL',
  'EVENT_GROUPS',
  'EVENT_MAX_AGE_SECONDS',
  'EVENT_MAX_LEAD_SECONDS',
  'METRICS_NAMESPACE',
] as const;
