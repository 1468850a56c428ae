/** The variables this function reads at cold start; the stack must set exactly these. */
export const environment = [
  'USAGE_LOG_TABLE_NAME',
  'QUARANTINE_TABLE_NAME',
  'TOUCHED_QUEUE_URL',
  'TOUCHED_DELAY_SECONDS',
  'SHARD_EPOCHS',
  'LOG_REACH_SECONDS',
] as const;
