export const environment = [
  'QUARANTINE_TABLE_NAME',
  'EVENTS_QUEUE_URL',
  'METRICS_NAMESPACE',
] as const;
