/** What every function reads that counts what its callers ask for. */
export const rateEnvironment = [
  'BUCKETS_TABLE_NAME',
  'TENANT_RATE_MAX',
  'KEY_RATE_PERCENT',
] as const;
